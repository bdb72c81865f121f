/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many processes with many files: labcrowd FOLDER [PROCESSES [FILES]]. Writes "ready" when all stand. Whoever starts this ends the whole tree.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int processes = argc > 2 ? atoi(argv[2]) : 100, files = argc > 3 ? atoi(argv[3]) : 20, stands[2];
    char path[4096], byte;

    if (pipe(stands))
        return 1;
    for (int i = 0; i < processes; i++) {
        if (fork() != 0)
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(stands[0]);
        for (int k = 0; k < files; k++) {
            snprintf(path, sizeof(path), "%s/crowd-%d", argv[1], k);
            if (k % 4 == 0)
                socket(AF_UNIX, SOCK_STREAM, 0);
            else
                open(path, O_CREAT | O_RDWR, 0644);
        }
        if (write(stands[1], "x", 1) != 1)
            return 2;
        close(stands[1]);
        for (;;)
            pause();
    }
    for (int i = 0; i < processes; i++)
        if (read(stands[0], &byte, 1) != 1)
            return 2;
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
