/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labevery NUMBER...: makes each system call once, in a child of its own, with six arguments that no call can take for good: most fail at
 * once. The child has left its session, owns no fd, and is ended after a second where a call waits. A child is told of by its name, "call NUMBER".
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void child(long number)
{
    struct rlimit little = {64 << 20, 64 << 20}, none = {0, 0};
    char name[16];

    setsid();
    setrlimit(RLIMIT_AS, &little);
    setrlimit(RLIMIT_FSIZE, &none);
    setrlimit(RLIMIT_CORE, &none);
    alarm(1);
    close_range(0, ~0U, 0);
    snprintf(name, sizeof(name), "call %ld", number);
    prctl(PR_SET_NAME, name);
    syscall(number, 0x7a000001, 0x7a000012, 0x7a000023, 0x7a000034, 0x7a000045, 0x7a000056);
    syscall(SYS_exit_group, 0);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int pid = fork();

        if (pid == 0)
            child(atol(argv[i]));
        if (pid < 0 || waitpid(pid, NULL, __WALL) < 0)
            return 1;
    }
    return 0;
}
