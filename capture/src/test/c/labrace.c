/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load whose every write says what its fd and its program are: labrace FOLDER. The text of a write is
 *
 *   = PATH COMM EXE    the file's path, the thread's name and the program, as they are at this moment
 *
 * with = or, for a file that was open from the beginning and is left alone, ! in front. Processes start and end, execute programs of several
 * names, take other names and folders, and open, copy and close files under the same few numbers. "ready" is written when the quiet files are
 * open. Whoever starts this ends the whole tree.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAMS 4
#define QUIET 3
#define REST 300

static const char *folder;
static char program[4096];
static char quiet_paths[QUIET][4096];
static int quiet[QUIET];

static void say(int fd, char mark, const char *path)
{
    char comm[17] = "", text[9000];
    int n;

    prctl(PR_GET_NAME, comm);
    n = snprintf(text, sizeof(text), "%c %s %s %s\n", mark, path, comm, program);
    if (pwrite(fd, text, n, 0) != n)
        _exit(3);
}

static const char *path_of(char *path, const char *kind, int number)
{
    snprintf(path, 4096, "%s/%s-%d-%d", folder, kind, getpid(), number);
    return path;
}

static int opened(const char *path)
{
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);

    if (fd < 0)
        _exit(4);
    return fd;
}

/* Files that stay open under the numbers 60 and up, and over an exec. */
static void open_quiet(void)
{
    for (int i = 0; i < QUIET; i++) {
        int fd = opened(path_of(quiet_paths[i], "quiet", i));

        quiet[i] = dup2(fd, 60 + i);
        close(fd);
    }
}

static void say_quiet(void)
{
    for (int i = 0; i < QUIET; i++)
        say(quiet[i], '!', quiet_paths[i]);
}

static void reuse(void)
{
    char path[4096], other[4096];

    for (int i = 0;; i++) {
        int fd = opened(path_of(path, "a", i % 50)), second;

        say(fd, '=', path);
        second = opened(path_of(other, "b", i % 50));
        dup2(second, 30);
        say(30, '=', other);
        close(fd);
        fd = fcntl(second, F_DUPFD, 3);
        say(fd, '=', other);
        dup2(fd, 31);
        close(fd);
        close(second);
        say(31, '=', other);
        if (i % 8 == 0)
            close_range(30, 31, 0);
        if (i % 64 == 0)
            say_quiet();
        usleep(REST);
    }
}

static void executed(int generation)
{
    char path[4096];
    int fd = opened(path_of(path, "x", 0));

    say(fd, '=', path);
    if (generation > 0) {
        char next[4096], number[16], *args[] = {next, "executed", (char *)folder, number, NULL};

        snprintf(next, sizeof(next), "%s/program%d", folder, generation % PROGRAMS);
        snprintf(number, sizeof(number), "%d", generation - 1);
        execv(next, args);
        _exit(5);
    }
    usleep(REST);
    say(fd, '=', path);
    _exit(0);
}

static void forks(void)
{
    char path[4096];

    for (int i = 0;; i++) {
        pid_t child = fork();

        if (child == 0) {
            say_quiet();
            int fd = opened(path_of(path, "c", 0));
            say(fd, '=', path);
            executed(i % 5);
        }
        int fd = opened(path_of(path, "p", i % 50));
        say(fd, '=', path);
        close(fd);
        waitpid(child, NULL, 0);
        usleep(REST);
    }
}

static void spawns(void)
{
    char next[4096], path[4096];
    extern char **environ;

    for (int i = 0;; i++) {
        char *args[] = {next, "executed", (char *)folder, "1", NULL};
        pid_t child;

        snprintf(next, sizeof(next), "%s/program%d", folder, i % PROGRAMS);
        if (posix_spawn(&child, next, NULL, NULL, args, environ))
            _exit(6);
        int fd = opened(path_of(path, "s", i % 50));
        say(fd, '=', path);
        close(fd);
        waitpid(child, NULL, 0);
        if (i % 16 == 0)
            say_quiet();
        usleep(REST);
    }
}

static void names(void)
{
    char path[4096], name[16], inside[64];

    for (int i = 0;; i++) {
        snprintf(path, sizeof(path), "%s/folder%d", folder, i % 3);
        if (chdir(path))
            _exit(7);
        snprintf(name, sizeof(name), "name-%d", i % 7);
        prctl(PR_SET_NAME, name);
        snprintf(inside, sizeof(inside), "n-%d", getpid());
        int fd = opened(inside);
        snprintf(path, sizeof(path), "%s/folder%d/%s", folder, i % 3, inside);
        say(fd, '=', path);
        close(fd);
        if (i % 64 == 0)
            say_quiet();
        usleep(REST);
    }
}

static pthread_mutex_t slots[4] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

/* Several threads put files under the same four numbers, one at a time for each number. */
static void *sharing(void *number)
{
    char path[4096], kind[16];

    snprintf(kind, sizeof(kind), "t%ld", (long)number);
    prctl(PR_SET_NAME, kind);
    for (int i = 0;; i++) {
        int slot = (i + (long)number) % 4;

        pthread_mutex_lock(&slots[slot]);
        int fd = opened(path_of(path, kind, i % 50));
        say(fd, '=', path);
        dup2(fd, 40 + slot);
        close(fd);
        say(40 + slot, '=', path);
        if (i % 5 == 0) {
            close(40 + slot);
            fd = opened(path);
            dup2(fd, 40 + slot);
            say(40 + slot, '=', path);
            close(fd);
        }
        pthread_mutex_unlock(&slots[slot]);
        usleep(REST);
    }
    return NULL;
}

static void *ends_soon(void *unused)
{
    char path[4096];
    int fd = opened(path_of(path, "e", 0));

    say(fd, '=', path);
    close(fd);
    return unused;
}

static void threads(void)
{
    pthread_t thread;

    for (long i = 0; i < 3; i++)
        pthread_create(&thread, NULL, sharing, (void *)i);
    for (;;) {
        pthread_create(&thread, NULL, ends_soon, NULL);
        pthread_join(thread, NULL);
        say_quiet();
        usleep(50 * REST);
    }
}

static void (*const roles[])(void) = {reuse, forks, spawns, names, threads};

int main(int argc, char **argv)
{
    char path[4096];

    program[readlink("/proc/self/exe", program, sizeof(program) - 1)] = 0;
    if (argc > 3 && strcmp(argv[1], "executed") == 0) {
        folder = argv[2];
        executed(atoi(argv[3]));
    }
    folder = argv[1];
    for (int i = 0; i < PROGRAMS; i++) {
        snprintf(path, sizeof(path), "%s/program%d", folder, i);
        if (link(program, path))
            return 1;
        snprintf(path, sizeof(path), "%s/folder%d", folder, i);
        mkdir(path, 0755);
    }
    for (unsigned i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        int stands[2];
        char byte;

        if (pipe(stands))
            return 1;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            open_quiet();
            if (write(stands[1], "x", 1) != 1)
                return 2;
            close(stands[0]);
            close(stands[1]);
            roles[i]();
        }
        if (read(stands[0], &byte, 1) != 1)
            return 2;
        close(stands[0]);
        close(stands[1]);
    }
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
