/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executes this program many times while other processes make as many calls as they can.
 *
 *   labflood FLOODERS EXECS SECONDS     ends at either, executes itself once more with the number, and prints how many there were a second
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void flood(void)
{
    for (;;)
        lseek(-1, 0, SEEK_SET);
}

static void execute(const char *self, const char *argument)
{
    pid_t pid = vfork();

    if (pid == 0) {
        execl("/proc/self/exe", self, argument, NULL);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
}

static double seconds_since(const struct timespec *begin)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - begin->tv_sec + (now.tv_nsec - begin->tv_nsec) / 1e9;
}

int main(int argc, char **argv)
{
    pid_t flooders[64];
    struct timespec begin;
    char text[32];
    long count, execs;

    if (argc == 2) /* executed */
        return 0;
    if (argc != 4 || (count = atol(argv[1])) > 64)
        return 2;
    execs = atol(argv[2]);
    for (long i = 0; i < count; i++) {
        flooders[i] = fork();
        if (flooders[i] == 0)
            flood();
    }
    usleep(500000); /* rings fill */
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long i = 0; i < execs; i++) {
        if (seconds_since(&begin) > atol(argv[3])) {
            execs = i;
            break;
        }
        snprintf(text, sizeof(text), "exec-%ld", i);
        execute(argv[0], text);
    }
    fprintf(stderr, "%.0f execs/s\n", execs / seconds_since(&begin));
    for (long i = 0; i < count; i++) {
        kill(flooders[i], SIGKILL);
        waitpid(flooders[i], NULL, 0);
    }
    snprintf(text, sizeof(text), "all-%ld", execs);
    execute(argv[0], text);
    return 0;
}
