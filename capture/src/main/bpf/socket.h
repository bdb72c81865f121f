/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Open files by fd, and the addresses of sockets. */
#pragma once
#include "path.h"
#include "peer.h"
#include "unix.h"
#include "user.h"

/* The open file of an fd of the current process, or NULL. */
static __always_inline struct file *file_of(s32 fd)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct fdtable *table = task->files->fdt;
    struct file *file = NULL;

    if (fd < 0 || (u32)fd >= table->max_fds)
        return NULL;
    bpf_probe_read_kernel(&file, sizeof(file), table->fd + fd);
    return file;
}

/* The socket of an fd, or NULL for other files. */
static __always_inline struct sock *sock_of(s32 fd)
{
    struct file *file = file_of(fd);
    struct socket *socket;

    if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
        return NULL;
    socket = BPF_CORE_READ(file, private_data);
    return BPF_CORE_READ(socket, sk);
}

#define UNIX_PATH 2 /* where the path of a unix socket's address begins */

static __always_inline u16 swapped(u16 port)
{
    return __builtin_bswap16(port);
}

/* family, then ip and port, or a path. `length` bounds a path, which need not have a NUL. */
static __noinline u32 put_address(struct scratch *s, u64 address, u64 length)
{
    const struct user_address *taken = (void *)s->address;
    u8 *to = end_of(s);
    u32 n = length > 110 ? 110 : length;
    long text;

    s->takes = 1;
    if (!address || n < 3)
        return 0;
    n = fetch_address(s, address, n);
    if (s->peer.family && !s->exact)
        n = correct_address(s, n);
    n = min_u32(n, 110);
    if (n < 3)
        return put_fault(s);
    to = end_of(s);
    to[0] = taken->family;
    switch (taken->family) {
    case AF_INET:
        *(u32 *)(to + 1) = taken->v4;
        *(u16 *)(to + 5) = swapped(taken->port);
        return 7;
    case AF_INET6:
        __builtin_memcpy(to + 1, taken->v6, 16);
        *(u16 *)(to + 17) = swapped(taken->port);
        return 19;
    case AF_UNIX:
        n = (n - 2) & 0x7f;
        bpf_probe_read_kernel(to + 1, n, s->address + UNIX_PATH);
        if (to[1] == 0) { /* an abstract name is shown with @ for its NUL */
            to[1] = '@';
            to[1 + n] = 0;
            return n + 2;
        }
        to[1 + n] = 0;
        text = bpf_probe_read_kernel_str(s->path, 110, to + 1);
        return text > 0 ? text + 1 : 1;
    default:
        return 1;
    }
}

/* The two ends of a connection: own end first, or the peer's for what comes in. */
static __noinline u32 put_tuple(struct scratch *s, s32 fd, bool in, u64 address)
{
    struct sock *sk = sock_of(fd), *peer;
    u8 *to = end_of(s);
    const struct user_address *taken = (void *)s->address;
    u16 family, own_port, peer_port;
    u32 own_at, peer_at, n;
    long text;

    if (!sk)
        return 0;
    family = BPF_CORE_READ(sk, __sk_common.skc_family);
    to[0] = family;
    if (family == AF_UNIX) {
        peer = BPF_CORE_READ((struct unix_sock *)sk, peer);
        *(u64 *)(to + 1) = in ? (u64)peer : (u64)sk;
        *(u64 *)(to + 9) = in ? (u64)sk : (u64)peer;
        n = put_unix_path(to + 17, in ? sk : peer);
        if (n == 1 && in && peer)
            n = put_unix_path(to + 17, peer);
        if (n == 1 && !in && address) {
            fetch_address(s, address, 0);
            text = bpf_probe_read_kernel_str(to + 17, 108, s->address + UNIX_PATH);
            if (text > 1)
                n = text;
        }
        return 17 + n;
    }
    if (family != AF_INET && family != AF_INET6)
        return 0;
    own_port = BPF_CORE_READ(sk, __sk_common.skc_num);
    peer_port = swapped(BPF_CORE_READ(sk, __sk_common.skc_dport));
    if (peer_port != 0 && address)
        note_peer(s, sk, family);
    if (peer_port != 0)
        address = 0; /* connected: what the call names does not count */
    if (address && fetch_address(s, address, 0) < 8)
        address = 0;
    if (family == AF_INET) {
        own_at = in ? 7 : 1;
        peer_at = in ? 1 : 7;
        *(u32 *)(to + own_at) = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);
        *(u32 *)(to + peer_at) = BPF_CORE_READ(sk, __sk_common.skc_daddr);
        if (address && taken->family == AF_INET) {
            *(u32 *)(to + peer_at) = taken->v4;
            peer_port = swapped(taken->port);
        }
        *(u16 *)(to + own_at + 4) = own_port;
        *(u16 *)(to + peer_at + 4) = peer_port;
        return 13;
    }
    own_at = in ? 19 : 1;
    peer_at = in ? 1 : 19;
    BPF_CORE_READ_INTO((struct in6_addr *)(to + own_at), sk, __sk_common.skc_v6_rcv_saddr);
    BPF_CORE_READ_INTO((struct in6_addr *)(to + peer_at), sk, __sk_common.skc_v6_daddr);
    if (address && taken->family == AF_INET6) {
        __builtin_memcpy(to + peer_at, taken->v6, 16);
        peer_port = swapped(taken->port);
    }
    *(u16 *)(to + own_at + 16) = own_port;
    *(u16 *)(to + peer_at + 16) = peer_port;
    return 37;
}

static __always_inline u32 put_call_tuple(struct scratch *s, const struct part *p)
{
    s64 result = s->args[RESULT];
    u64 address = 0;

    if (p->extra != NO_ADDRESS)
        s->takes = 1;
    if (result < 0 && result != -EINPROGRESS)
        return 0;
    if (p->extra == MESSAGE_ADDRESS)
        address = user_pointer(s, s->args[1]);
    else if (p->extra != NO_ADDRESS)
        address = s->args[p->extra & 7];
    return put_tuple(s, s->args[p->arg & 7], p->mode == TUPLE_IN, address);
}

/* Length, limit and fill of the queue of a listening socket. */
static __always_inline u32 put_queue(struct scratch *s, const struct part *p)
{
    struct sock *sk = sock_of(s->args[0]);
    u32 length = 0, limit = 0, value;

    if (sk) {
        length = BPF_CORE_READ(sk, sk_ack_backlog);
        limit = BPF_CORE_READ(sk, sk_max_ack_backlog);
    }
    if (p->mode == 0)
        value = limit ? length * 100 / limit : 0;
    else
        value = p->mode == 1 ? length : limit;
    return put_number(s, value, p->width);
}

/* Kernel addresses of the two ends that socketpair made. */
static __always_inline u32 put_pair(struct scratch *s, const struct part *p)
{
    struct sock *sk = NULL;

    if ((s64)s->args[RESULT] >= 0)
        sk = sock_of(user_u32(s->args[3]));
    if (sk && p->mode == 1)
        sk = BPF_CORE_READ((struct unix_sock *)sk, peer);
    return put_number(s, (u64)sk, 8);
}

#define SOL_SOCKET 1
#define SO_ERROR 4
#define SO_RCVTIMEO 20
#define SO_SNDTIMEO 21
#define SO_COOKIE 57
/* options of SOL_SOCKET whose value is an int, by number */
#define INT_OPTIONS 0x3ffff600ddfeeULL

enum option_mode { OPTION_LEVEL, OPTION_NAME, OPTION_VALUE };
enum option_form { OPTION_BYTES, OPTION_ERRNO, OPTION_U32, OPTION_U64, OPTION_TIME };

/* A socket option; `extra` tells whether its length is argument 4 itself or in memory there. */
static __always_inline u32 put_option(struct scratch *s, const struct part *p)
{
    u32 level = s->args[1], name = s->args[2], length = s->args[4], n;
    u64 value = s->args[3];
    u8 *to = end_of(s);
    u64 t[2] = {};

    if (p->mode == OPTION_LEVEL)
        return put_number(s, level < 255 ? level : 255, p->width);
    if (p->mode == OPTION_NAME)
        return put_number(s, level == SOL_SOCKET ? name : 0, p->width);
    if (p->extra == IN_MEMORY)
        length = user_u32(s->args[4]);
    to[0] = OPTION_BYTES;
    if (level == SOL_SOCKET) {
        if (name == SO_ERROR) {
            to[0] = OPTION_ERRNO;
            *(s64 *)(to + 1) = -(s64)(s32)user_u32(value);
            return 9;
        }
        if (name == SO_RCVTIMEO || name == SO_SNDTIMEO) {
            if (s->compat) {
                t[0] = user_u32(value);
                t[1] = user_u32(value + 4);
            } else {
                bpf_probe_read_user(t, sizeof(t), (void *)value);
            }
            to[0] = OPTION_TIME;
            *(u64 *)(to + 1) = t[0] * 1000000000 + t[1] * 1000;
            return 9;
        }
        if (name == SO_COOKIE) {
            to[0] = OPTION_U64;
            *(u64 *)(to + 1) = user_u64(value);
            return 9;
        }
        if (name < 64 && (INT_OPTIONS >> name & 1)) {
            to[0] = OPTION_U32;
            *(u32 *)(to + 1) = user_u32(value);
            return 5;
        }
    }
    s->end += 1;
    n = put_user_bytes(s, value, min_u32(length, control.snap));
    s->end -= 1;
    return n + 1;
}
