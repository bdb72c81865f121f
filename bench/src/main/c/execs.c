/* SPDX-License-Identifier: Apache-2.0 */
/*
 * execs COUNT: executes itself so often, one process after the other, each by vfork, which copies nothing; so it makes as many processes a second as
 * the machine can. Says how many that were. Linked statically, so that an exec loads no library.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char *const child[] = {argv[0], "end", NULL};
    long count = argc > 1 && strcmp(argv[1], "end") ? atol(argv[1]) : 0;
    struct timespec from, to;
    int status;

    if (count == 0)
        _exit(0);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < count; i++) {
        pid_t pid = vfork();

        if (pid == 0) {
            execve(argv[0], child, NULL);
            _exit(1);
        }
        if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
            return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.0f processes/s\n", count / (to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9));
    return 0;
}
