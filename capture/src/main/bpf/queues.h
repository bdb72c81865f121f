/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What waits in the two queues of a socket: what has come and was not read, and what was sent and has not arrived. Of a socket that listens, the
 * connections that nobody has accepted, and how many of these may wait. TCP counts bytes of its stream, as SIOCINQ and SIOCOUTQ do; unix sockets
 * count the bytes of what waits to be read; all else, and what a unix socket has sent, is the memory that it takes, as in /proc/net.
 */
#pragma once
#include "socket.h"

/* Buffers of a unix socket that are looked at. */
#define MAX_BUFFERS 256

#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define TCP_SYN_SENT 2
#define TCP_SYN_RECV 3
#define TCP_CLOSE_WAIT 8
#define TCP_LAST_ACK 9
#define TCP_LISTEN 10
#define TCP_CLOSING 11

struct buffer_walk {
    struct sk_buff *buffer, *end;
    u32 bytes;
};

static long buffer_step(u32 i, struct buffer_walk *w)
{
    struct sk_buff *buffer = w->buffer;
    u32 consumed = 0;

    if (!buffer || buffer == w->end)
        return 1;
    if (bpf_core_type_exists(struct unix_skb_parms))
        bpf_core_read(&consumed, sizeof(consumed),
                      (void *)buffer + bpf_core_field_offset(struct sk_buff, cb) + bpf_core_field_offset(struct unix_skb_parms, consumed));
    w->bytes += BPF_CORE_READ(buffer, len) - consumed;
    w->buffer = BPF_CORE_READ(buffer, next);
    return 0;
}

/* The list may change meanwhile: nothing is locked, and the walk ends after so many steps wherever it has come. Budget: MAX_BUFFERS steps. */
static __noinline u32 unix_bytes(struct sock *sk)
{
    struct buffer_walk w = {.buffer = BPF_CORE_READ(sk, sk_receive_queue.next),
                            .end = (void *)sk + bpf_core_field_offset(struct sock, sk_receive_queue)};

    bpf_loop(MAX_BUFFERS, buffer_step, &w, 0);
    return w.bytes;
}

static __always_inline u32 sent_memory(struct sock *sk)
{
    s32 held = BPF_CORE_READ(sk, sk_wmem_alloc.refs.counter); /* the socket itself holds 1 */

    return held > 0 ? held - 1 : 0;
}

static __always_inline u32 come_memory(struct sock *sk, u16 protocol, bool internet)
{
    s32 held = BPF_CORE_READ(sk, sk_backlog.rmem_alloc.counter);
    struct udp_sock *udp = (void *)sk;

    if (internet && protocol == IPPROTO_UDP && bpf_core_field_exists(udp->forward_deficit))
        held -= BPF_CORE_READ(udp, forward_deficit); /* read, but not given back yet */
    return held > 0 ? held : 0;
}

/* A FIN takes a number of the stream, but is no byte of it. */
static __always_inline u32 tcp_come(struct tcp_sock *tcp, u8 state)
{
    s32 waits = (s32)(BPF_CORE_READ(tcp, rcv_nxt) - BPF_CORE_READ(tcp, copied_seq));

    if (waits > 0 && (state == TCP_CLOSE_WAIT || state == TCP_LAST_ACK || state == TCP_CLOSING))
        waits--;
    return waits > 0 ? waits : 0;
}

/* Puts the lengths of both queues of an fd's socket at `to`. */
static __noinline void put_queues(u32 *to, s32 fd)
{
    struct sock *sk = sock_of(fd);
    struct tcp_sock *tcp = (void *)sk;
    u16 family, protocol;
    bool internet;
    u8 state;

    if (!sk)
        return;
    family = BPF_CORE_READ(sk, __sk_common.skc_family);
    state = BPF_CORE_READ(sk, __sk_common.skc_state);
    protocol = BPF_CORE_READ(sk, sk_protocol);
    internet = family == AF_INET || family == AF_INET6;
    if (state == TCP_LISTEN && (internet || family == AF_UNIX)) {
        to[0] = internet ? BPF_CORE_READ(sk, sk_ack_backlog) : BPF_CORE_READ(sk, sk_receive_queue.qlen);
        to[1] = BPF_CORE_READ(sk, sk_max_ack_backlog);
    } else if (internet && protocol == IPPROTO_TCP) {
        if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) {
            to[0] = to[1] = 0;
        } else {
            to[0] = tcp_come(tcp, state);
            to[1] = BPF_CORE_READ(tcp, write_seq) - BPF_CORE_READ(tcp, snd_una);
        }
    } else {
        to[0] = family == AF_UNIX ? unix_bytes(sk) : come_memory(sk, protocol, internet);
        to[1] = sent_memory(sk);
    }
}
