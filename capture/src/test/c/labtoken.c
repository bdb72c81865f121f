/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two threads, on a CPU each where there are two, hand a number to and fro through memory; who has it makes a call that names it, adds one
 * and hands it on. So call n + 1 begins after call n has returned, whichever CPU that was on.
 *
 *   labtoken NUMBER SECONDS     ends at either and prints how many calls there were
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static atomic_long token;
static long last;
static time_t end;

static void *take_turns(void *which)
{
    long mine = (long)which, spins = 0;
    cpu_set_t cpus;

    CPU_ZERO(&cpus);
    CPU_SET(mine, &cpus);
    sched_setaffinity(0, sizeof(cpus), &cpus); /* with one CPU only, it stays where it is */
    for (;;) {
        long now = atomic_load(&token);

        if (now >= last)
            return NULL;
        if ((now & 1) != mine) {
            if (++spins % 2000 == 0)
                sched_yield();
            continue;
        }
        lseek(-1, now, SEEK_SET);
        if (now % 1024 < 2 && time(NULL) >= end)
            now = last;
        atomic_store(&token, now + 1);
    }
}

int main(int argc, char **argv)
{
    pthread_t other;

    if (argc != 3)
        return 2;
    last = atol(argv[1]);
    end = time(NULL) + atol(argv[2]);
    if (pthread_create(&other, NULL, take_turns, (void *)1))
        return 1;
    take_turns((void *)0);
    pthread_join(other, NULL);
    return 0;
}
