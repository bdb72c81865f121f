/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes calls as fast as it can from several threads at once, and knows how many: lseek on no file, which nothing else here calls with
 * such an offset. Rests before and after, so that whatever is lost is of these.
 *
 *   labburst THREADS CALLS     CALLS each
 */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define OFFSET 4242

static long calls;
static pthread_barrier_t all;

static void *burst(void *unused)
{
    (void)unused;
    pthread_barrier_wait(&all);
    for (long i = 0; i < calls; i++)
        lseek(-1, OFFSET, SEEK_SET);
    pthread_barrier_wait(&all);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    long threads;

    if (argc != 3)
        return 2;
    threads = atol(argv[1]);
    calls = atol(argv[2]);
    pthread_barrier_init(&all, NULL, threads + 1);
    for (long i = 0; i < threads; i++)
        if (pthread_create(&thread, NULL, burst, NULL))
            return 1;
    usleep(200000);
    pthread_barrier_wait(&all);
    pthread_barrier_wait(&all);
    usleep(500000);
    return 0;
}
