/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaves known numbers of bytes in the queues of sockets of the loopback. Each step ends with a call that the test finds by its type and result:
 * getsockopt of the listening socket, recvfrom of the others.
 */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char bytes[4096];

/* Reads, as soon as all that was sent has come. */
static void take(int fd, int all, int some)
{
    int waited = 0;

    while (recv(fd, bytes, sizeof bytes, MSG_PEEK) < all && waited++ < 1000)
        usleep(1000);
    recvfrom(fd, bytes, some, 0, 0, 0);
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), value, server, pair[2], udp;

    if (bind(listening, (void *)&address, length) || listen(listening, 7) || getsockname(listening, (void *)&address, &length) ||
        connect(client, (void *)&address, length))
        return 1;
    length = sizeof value;
    getsockopt(listening, SOL_SOCKET, SO_ACCEPTCONN, &value, &length); /* one waits, seven may */
    server = accept(listening, 0, 0);
    send(client, bytes, 3000, 0);
    take(server, 3000, 1001); /* 1999 are left */
    shutdown(client, SHUT_WR);
    take(server, 1999, 1002); /* 997 are left: the end is no byte */
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        return 1;
    send(pair[0], bytes, 300, 0);
    send(pair[0], bytes, 500, 0);
    take(pair[1], 300, 103); /* 697 are left, in two buffers */
    udp = socket(AF_INET, SOCK_DGRAM, 0);
    address.sin_port = 0;
    length = sizeof address;
    if (bind(udp, (void *)&address, length) || getsockname(udp, (void *)&address, &length))
        return 1;
    sendto(udp, bytes, 100, 0, (void *)&address, length);
    sendto(udp, bytes, 100, 0, (void *)&address, length);
    take(udp, 100, 104); /* one message is left */
    return 0;
}
