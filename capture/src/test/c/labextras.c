/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labextras signals: sends itself SIGUSR1 by kill, SIGRTMIN by sigqueue, gets SIGALRM of a timer and SIGCHLD of a child that ends.
 * labextras faults: touches 64 new pages, each once, behind a mark, and lets the kernel touch one; prints the first page's address.
 * labextras switches: gives up the CPU 20 times by sleeping.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int seen;

static void on_signal(int signal)
{
    (void)signal;
    seen++;
}

static void wait_for(int count)
{
    while (seen < count)
        usleep(1000);
}

static int signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct itimerval timer = {.it_value = {.tv_usec = 1000}};
    union sigval value = {.sival_int = 7};
    int status;

    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGRTMIN, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGCHLD, &action, NULL);
    kill(getpid(), SIGUSR1);
    wait_for(1);
    sigqueue(getpid(), SIGRTMIN, value);
    wait_for(2);
    setitimer(ITIMER_REAL, &timer, NULL);
    wait_for(3);
    if (fork() == 0)
        _exit(3);
    wait_for(4);
    wait(&status);
    return 0;
}

static int faults(void)
{
    char *pages = mmap(NULL, 65 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = open("/dev/zero", O_RDONLY);
    char line[64];

    madvise(pages, 65 * 4096, MADV_NOHUGEPAGE);
    if (syscall(SYS_read, fd, pages + 64 * 4096, 16) != 16)
        return 1;
    for (int i = 0; i < 64; i++)
        pages[i * 4096] = 1;
    snprintf(line, sizeof(line), "/proc/faults-%lx", (unsigned long)pages);
    mkdir(line, 0700);
    return 0;
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";

    if (!strcmp(what, "signals"))
        return signals();
    if (!strcmp(what, "faults"))
        return faults();
    for (int i = 0; i < 20; i++)
        usleep(1000);
    return 0;
}
