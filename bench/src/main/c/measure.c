// SPDX-License-Identifier: Apache-2.0
// Runs a command and appends a line to a file: what it took by the clock, of processor time, of memory, and until its first byte.
//
//     measure FILE [-f] COMMAND...
//
// The line is "WALL CPU PEAK FIRST STATUS": seconds, seconds of all processors (children that it waited for included), KiB resident at most,
// seconds from the start to the first byte of its output, and its exit status. With -f the output is read to see that first byte; without, it
// goes to /dev/null, and the end counts as the first byte. Standard error goes to FILE.errors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
    return time.tv_sec + time.tv_usec / 1e6;
}

int main(int count, char **words) {
    char buffer[1 << 16], errors[4096];
    int out[2], status;
    int reads = count > 3 && strcmp(words[2], "-f") == 0;
    char **command = words + 2 + reads;
    if (count < 3 || snprintf(errors, sizeof errors, "%s.errors", words[1]) >= (int)sizeof errors || pipe2(out, O_CLOEXEC) != 0) {
        fprintf(stderr, "usage: measure FILE [-f] COMMAND...\n");
        return 2;
    }
    // The pipe holds as much as it may, so that a writer seldom waits for us.
    fcntl(out[1], F_SETPIPE_SZ, 1 << 20);
    double start = now(), first = 0;
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        int notes = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (null < 0 || notes < 0 || dup2(null, 0) < 0 || dup2(notes, 2) < 0 || dup2(reads ? out[1] : null, 1) < 0)
            _exit(126);
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0) {
        perror("measure");
        return 2;
    }
    close(out[1]);
    for (;;) {
        ssize_t got = read(out[0], buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        if (first == 0)
            first = now() - start;
    }
    struct rusage used;
    while (wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR)
            return 2;
    double wall = now() - start;
    FILE *file = fopen(words[1], "a");
    if (!file) {
        perror(words[1]);
        return 2;
    }
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(file, "%.6f %.6f %ld %.6f %d\n", wall, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss, first > 0 ? first : wall, code);
    return fclose(file) == 0 ? code : 2;
}
