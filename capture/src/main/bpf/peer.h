/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The peer of a connected IP socket, by which the address that a call wrote is checked where the kernel's own copy of it was not seen. What is
 * written may differ and mean the same: an IPv4 address as IPv6, and no address, which means the machine itself.
 */
#pragma once
#include "taken.h"

/* An address of an IP socket as user space writes it. */
struct user_address {
    u16 family;
    u16 port;
    union {
        u32 v4;
        struct {
            u32 flow;
            u8 v6[16];
        };
    };
};

#define ADDRESS_V4 8 /* bytes that count */
#define ADDRESS_V6 24
#define MAPPED 0xffff0000 /* before an IPv4 address in an IPv6 one, after eight zeros */

static __always_inline void note_peer(struct scratch *s, struct sock *sk, u16 family)
{
    struct peer *peer = &s->peer;
    u64 own[2] = {};

    peer->family = family;
    peer->port = BPF_CORE_READ(sk, __sk_common.skc_dport);
    if (family == AF_INET) {
        peer->ip[0] = 0;
        peer->ip[1] = (u64)BPF_CORE_READ(sk, __sk_common.skc_daddr) << 32 | MAPPED;
        own[1] = (u64)BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr) << 32 | MAPPED;
    } else {
        BPF_CORE_READ_INTO((struct in6_addr *)peer->ip, sk, __sk_common.skc_v6_daddr);
        BPF_CORE_READ_INTO((struct in6_addr *)own, sk, __sk_common.skc_v6_rcv_saddr);
    }
    peer->is_self = own[0] == peer->ip[0] && own[1] == peer->ip[1];
}

/* Whether an address that a call wrote means the peer. */
static __always_inline bool means_peer(const struct user_address *written, u32 length, const struct peer *peer)
{
    const u64 *v6 = (const u64 *)written->v6;

    if (written->port != peer->port)
        return false;
    if (written->family == AF_INET && length >= ADDRESS_V4)
        return (peer->ip[0] == 0 && peer->ip[1] == ((u64)written->v4 << 32 | MAPPED)) || (written->v4 == 0 && peer->is_self);
    if (written->family != AF_INET6 || length < ADDRESS_V6)
        return false;
    if (v6[0] == peer->ip[0] && v6[1] == peer->ip[1])
        return true;
    return v6[0] == 0 && (v6[1] == 0 || v6[1] == MAPPED) && peer->is_self;
}

/* Puts the peer in the place of a fetched address that means something else. Returns the address's length. */
static __always_inline u32 correct_address(struct scratch *s, u32 length)
{
    struct user_address *written = (void *)s->address;

    s->truth |= TRUTH_COMPARED;
    if (means_peer(written, length, &s->peer))
        return length;
    s->truth |= TRUTH_DIFFERS;
    written->family = s->peer.family;
    written->port = s->peer.port;
    if (s->peer.family == AF_INET) {
        written->v4 = s->peer.ip[1] >> 32;
        return ADDRESS_V4;
    }
    __builtin_memcpy(written->v6, s->peer.ip, 16);
    return ADDRESS_V6;
}
