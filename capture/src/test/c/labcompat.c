/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes calls as 32-bit programs do (int 0x80), with structures as these lay them out, and exits with 7. It needs no C library, which a machine
 * may not have for them: cc -m32 -nostdlib -static. What is told of it is in EbpfCompatTest.
 */
struct vector {
    void *base;
    unsigned length;
};
struct message {
    void *name;
    int name_length;
    struct vector *vectors;
    unsigned vector_count;
    void *control;
    unsigned control_length, flags;
};
struct messages {
    struct message message;
    unsigned length;
};
struct address {
    unsigned short family, port;
    unsigned host;
    char rest[8];
};
struct time {
    int seconds, nanoseconds;
};

#define LOOPBACK 0x0100007f
#define SWAPPED(port) (unsigned short)((port) << 8 | (port) >> 8)

static long call6(long number, long a, long b, long c, long d, long e, long f)
{
    long arguments[2] = {number, f};
    long result;

    /* the sixth goes in the register that holds the frame */
    __asm__ volatile("pushl %%ebp\n\tmovl 4(%%eax), %%ebp\n\tmovl (%%eax), %%eax\n\tint $0x80\n\tpopl %%ebp"
                     : "=a"(result)
                     : "a"(arguments), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
                     : "memory");
    return result;
}

static long call3(long number, long a, long b, long c)
{
    return call6(number, a, b, c, 0, 0, 0);
}

#define P(x) ((long)(x))

static char buffer[256];

static void files(void)
{
    struct vector v[2] = {{"one", 3}, {"two2", 4}}, in[2] = {{buffer, 3}, {buffer + 3, 61}};
    struct time brief = {0, 1000};
    unsigned limits[2];
    long fd = call6(295, -100, P("compat.txt"), 02 | 0100 | 01000, 0600, 0, 0); /* openat, O_RDWR|O_CREAT|O_TRUNC */
    long copy;

    call3(4, fd, P("hello"), 5);               /* write */
    call3(146, fd, P(v), 2);                   /* writev */
    call6(180, fd, P(buffer), 4, 3, 0, 0);     /* pread64 */
    call6(140, fd, 0, 0, P(buffer), 0, 0);     /* _llseek */
    call3(145, fd, P(in), 2);                  /* readv */
    copy = call3(221, fd, 0, 100);             /* fcntl64, F_DUPFD */
    call3(6, copy, 0, 0);                      /* close */
    call6(192, 0, 4096, 1, 2, fd, 0);          /* mmap2 */
    call3(195, P("compat.txt"), P(buffer), 0); /* stat64 */
    call3(162, P(&brief), 0, 0);               /* nanosleep */
    call3(191, 7, P(limits), 0);               /* ugetrlimit */
    call3(6, fd, 0, 0);
    call3(5, P("nowhere"), 0, 0);              /* open */
    call3(85, P("nowhere"), P(buffer), 64);    /* readlink, which has no event of its own */
}

static void sockets(void)
{
    struct vector v[2] = {{"to", 2}, {"port9", 5}}, w = {"again", 5};
    struct address to = {2, SWAPPED(9), LOOPBACK, {0}}, then = {2, SWAPPED(10), LOOPBACK, {0}};
    struct message m = {&to, sizeof(to), v, 2, 0, 0, 0};
    struct messages many[2] = {{m, 0}, {{&then, sizeof(then), &w, 1, 0, 0, 0}, 0}};
    long fd = call3(359, 2, 2, 0); /* socket, AF_INET, SOCK_DGRAM */
    long list[6] = {0, P(&to), sizeof(to)};

    call3(370, fd, P(&m), 0);            /* sendmsg */
    call6(345, fd, P(many), 2, 0, 0, 0); /* sendmmsg */
    list[0] = fd;
    call3(102, 3, P(list), 0); /* socketcall: connect */
    list[1] = P("by list");
    list[2] = 7;
    call3(102, 9, P(list), 0); /* socketcall: send */
    call3(6, fd, 0, 0);
}

void _start(void)
{
    files();
    sockets();
    call3(1, 7, 0, 0);
    __builtin_unreachable();
}
