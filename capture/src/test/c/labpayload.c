/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves 300 equal bytes through sockets and files, in a network of its own: d to UDP port 53, s to UDP port 8125 (connected), o to UDP port 9999, t over TCP
 * port 8080 by write and read, f to a file as fd 50. Each line of its input begins a round, whose end it answers with a line. Ends with 77
 * where it may have no network of its own.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIZE 300

static char bytes[SIZE];

static struct sockaddr_in at(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    return a;
}

static int bound(int type, int port)
{
    struct sockaddr_in a = at(port);
    int fd = socket(AF_INET, type, 0), one = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    return bind(fd, (struct sockaddr *)&a, sizeof a) ? -1 : fd;
}

static int datagram(int port, char letter, int connected)
{
    struct sockaddr_in a = at(port);
    int server = bound(SOCK_DGRAM, port), client = socket(AF_INET, SOCK_DGRAM, 0);
    socklen_t length = sizeof a;
    long sent;

    memset(bytes, letter, SIZE);
    if (connected && connect(client, (struct sockaddr *)&a, sizeof a))
        return 1;
    sent = sendto(client, bytes, SIZE, 0, connected ? NULL : (struct sockaddr *)&a, connected ? 0 : sizeof a);
    if (sent != SIZE || recvfrom(server, bytes, SIZE, 0, (struct sockaddr *)&a, &length) != SIZE)
        return 1;
    close(server);
    close(client);
    return 0;
}

static int stream(int port, char letter)
{
    struct sockaddr_in a = at(port);
    int listener = bound(SOCK_STREAM, port), client = socket(AF_INET, SOCK_STREAM, 0), server;

    memset(bytes, letter, SIZE);
    if (listen(listener, 1) || connect(client, (struct sockaddr *)&a, sizeof a))
        return 1;
    server = accept(listener, NULL, NULL);
    if (write(client, bytes, SIZE) != SIZE || read(server, bytes, SIZE) != SIZE)
        return 1;
    close(server);
    close(client);
    close(listener);
    return 0;
}

static int network(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};

    if (unshare(CLONE_NEWNET) && unshare(CLONE_NEWUSER | CLONE_NEWNET))
        return 1;
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &request);
}

int main(void)
{
    char line[16];

    if (network())
        return 77;
    dup2(open("/dev/null", O_WRONLY), 50);
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        if (datagram(53, 'd', 0) || datagram(8125, 's', 1) || datagram(9999, 'o', 0) || stream(8080, 't'))
            return 1;
        memset(bytes, 'f', SIZE);
        if (write(50, bytes, SIZE) != SIZE)
            return 1;
        puts("round");
        fflush(stdout);
    }
    return 0;
}
