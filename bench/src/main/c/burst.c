/* SPDX-License-Identifier: Apache-2.0 */
/* burst THREADS CALLS: each thread calls getppid so often, as fast as it can. Says how many calls that were, and how many a second. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long calls;

static void *caller(void *unused)
{
    (void)unused;
    for (long i = 0; i < calls; i++)
        syscall(SYS_getppid);
    return NULL;
}

int main(int argc, char **argv)
{
    int threads = argc > 1 ? atoi(argv[1]) : 1;
    pthread_t ids[64];
    struct timespec from, to;
    double seconds;

    calls = argc > 2 ? atol(argv[2]) : 1000000;
    if (threads < 1 || threads > 64)
        return 2;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, caller, NULL))
            return 1;
    for (int i = 0; i < threads; i++)
        pthread_join(ids[i], NULL);
    clock_gettime(CLOCK_MONOTONIC, &to);
    seconds = to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%ld calls, %.2f million a second\n", threads * calls, threads * calls / seconds / 1e6);
    return 0;
}
