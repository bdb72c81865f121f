/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that does not return: labblocked FOLDER KIND. connect: to a listener on loopback that takes no more connections, so that nobody answers;
 * open: a fifo that nobody writes to; kill: of itself; execve: of a program that takes its place.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int connects(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(server, (void *)&address, sizeof(address)) || listen(server, 0) || getsockname(server, (void *)&address, &length))
        return 1;
    for (int i = 0; i < 8; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

        connect(fd, (void *)&address, sizeof(address));
    }
    usleep(100000);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, sizeof(address));
}

int main(int argc, char **argv)
{
    char *const program[] = {"sleep", "30", NULL};
    char path[4096];

    if (argc < 3)
        return 1;
    if (strcmp(argv[2], "connect") == 0)
        return connects();
    if (strcmp(argv[2], "kill") == 0)
        return kill(getpid(), SIGKILL);
    if (strcmp(argv[2], "execve") == 0)
        return execv("/bin/sleep", program);
    snprintf(path, sizeof(path), "%s/fifo", argv[1]);
    mkfifo(path, 0600);
    return syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
}
