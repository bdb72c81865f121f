/* SPDX-License-Identifier: Apache-2.0 */
/* Processes and threads of every descent, for LineageTest: forks, orphans with and without a subreaper, threads that start processes, a main
 * thread that leaves first, a program executed by another thread, sessions, groups, a terminal, a pid namespace. Stops twice, at
 * mkdir("/proc/lineage-1") and -2, until the test puts a file "go-1" or "go-2" into the folder of argument 1. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *folder, *self;
static int ready[2];
static int expected;

static void name(const char *comm)
{
    prctl(PR_SET_NAME, comm);
}

static void arrived(void)
{
    (void)!write(ready[1], "x", 1);
}

static void stay(const char *comm)
{
    name(comm);
    arrived();
    for (;;)
        pause();
}

static void checkpoint(int number)
{
    char path[4096];
    snprintf(path, sizeof path, "/proc/lineage-%d", number);
    mkdir(path, 0);
    snprintf(path, sizeof path, "%s/go-%d", folder, number);
    for (int i = 0; i < 3000 && access(path, F_OK) != 0; i++)
        usleep(10000);
}

static void *idle(void *unused)
{
    stay("a-thread");
    return unused;
}

static void *forks_and_leaves(void *unused)
{
    if (fork() == 0)
        stay("of-a-thread");
    return unused;
}

static void *goes_on_alone(void *unused)
{
    usleep(50000); /* the main thread has left by then */
    if (fork() == 0)
        stay("of-the-last");
    stay("the-last");
    return unused;
}

static void *executes(void *unused)
{
    execl(self, self, "stay", folder, NULL);
    return unused;
}

static void subreaper(void)
{
    name("subreaper");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t child = fork();
    if (child == 0) {
        if (fork() == 0)
            stay("adopted");
        _exit(0);
    }
    waitpid(child, NULL, 0);
    stay("subreaper");
}

static void threads(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
    pthread_create(&thread, NULL, forks_and_leaves, NULL);
    pthread_join(thread, NULL);
    stay("threads");
}

static void leaves_first(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, goes_on_alone, NULL);
    name("left");
    pthread_exit(NULL);
}

static void executing_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, executes, NULL);
    for (;;)
        pause();
}

static void terminal(void)
{
    signal(SIGHUP, SIG_IGN);
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        _exit(1);
    setsid();
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    ioctl(slave, TIOCSCTTY, 0);
    if (fork() == 0)
        stay("in-session");
    if (fork() == 0) {
        ioctl(slave, TIOCNOTTY, 0);
        stay("no-terminal");
    }
    stay("leader");
}

static void groups(void)
{
    name("groups");
    setpgid(0, 0);
    pid_t first = fork();
    if (first == 0)
        stay("in-group");
    pid_t second = fork();
    if (second == 0)
        stay("in-other");
    setpgid(first, first);
    setpgid(second, first);
    if (fork() == 0) {
        setsid();
        stay("own-session");
    }
    stay("groups");
}

static void namespaced(void)
{
    name("outside");
    if (unshare(CLONE_NEWPID) != 0) {
        for (int i = 0; i < 4; i++)
            arrived();
        stay("outside");
    }
    if (fork() == 0) {
        name("inner-init");
        pid_t child = fork();
        if (child == 0) {
            if (fork() == 0)
                stay("inner-orphan");
            _exit(0);
        }
        waitpid(child, NULL, 0);
        if (fork() == 0) {
            setpgid(0, 0);
            if (fork() == 0)
                stay("inner-member");
            stay("inner-child");
        }
        stay("inner-init");
    }
    stay("outside");
}

static pid_t start(void (*what)(void), int arrivals)
{
    expected += arrivals;
    pid_t child = fork();
    if (child == 0) {
        what();
        _exit(0);
    }
    return child;
}

static void orphan(void)
{
    if (fork() == 0)
        stay("orphan");
}

int main(int count, char **arguments)
{
    if (count > 2 && strcmp(arguments[1], "stay") == 0) {
        name("executed");
        ready[1] = 99;
        arrived();
        for (;;)
            pause();
    }
    if (count < 2)
        return 2;
    folder = arguments[1];
    self = arguments[0];
    char list[4096];
    if (pipe(ready) != 0 || dup2(ready[1], 99) != 99)
        return 3;

    pid_t reaper = start(subreaper, 2);
    start(threads, 3);
    pid_t left = start(leaves_first, 2);
    pid_t execed = start(executing_thread, 1);
    pid_t session = start(terminal, 3);
    pid_t group = start(groups, 4);
    pid_t outside = start(namespaced, 5);
    start(orphan, 1);
    expected += 1;
    pid_t vforked = vfork();
    if (vforked == 0) {
        execl(self, self, "stay", folder, NULL);
        _exit(127);
    }
    for (int i = 0; i < expected; i++)
        if (read(ready[0], list, 1) != 1)
            return 4;
    checkpoint(1);

    kill(reaper, SIGKILL);
    kill(session, SIGKILL);
    kill(left, SIGKILL);
    waitpid(reaper, NULL, 0);
    waitpid(session, NULL, 0);
    waitpid(left, NULL, 0);
    checkpoint(2);
    (void)execed, (void)group, (void)outside;
    return 0;
}
