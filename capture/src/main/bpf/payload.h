/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * How much an event keeps of what was read or written, where a rule differs from control.snap: rules for a process or one of its fds, and
 * for the ports of a socket. User space may change them while the programs run.
 */
#pragma once
#include "socket.h"

/* What must be looked at: ports of messages, ports of reads and writes too, processes and fds. */
enum payload_asks { ASKS_MESSAGES = 1, ASKS_READ_WRITE = 2, ASKS_FDS = 4 };

/* Laid out as PayloadRules.java says. */
struct payload_rules {
    u32 asks;
    u32 unused;
    u16 ports[65536]; /* bytes to keep plus one, 0 where there is no rule */
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct payload_rules);
} payload_rules SEC(".maps");

#define EVERY_FD -1

struct payload_fd {
    u32 tgid;
    s32 fd;
};

/* Bytes to keep of one fd, or of all of a process. */
struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, struct payload_fd);
    __type(value, u32);
} payload_fds SEC(".maps");

/* The port that an unconnected message names. */
static __always_inline u16 named_port(struct scratch *s, u32 address)
{
    u64 at = address == MESSAGE_ADDRESS ? user_pointer(s, s->args[1]) : s->args[address & 7];
    u16 port = 0;

    if (at)
        bpf_probe_read_user(&port, 2, (void *)(at + 2));
    return swapped(port);
}

/* Budget: two look-ups and six reads. */
static __noinline void choose_snap(struct scratch *s, const struct recipe *recipe, struct payload_rules *rules)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct payload_fd key = {.tgid = task->tgid, .fd = s->args[0]};
    u32 *keep, own, peer;
    struct sock *sk;
    u16 family;

    if (rules->asks & ASKS_FDS) {
        keep = bpf_map_lookup_elem(&payload_fds, &key);
        if (!keep) {
            key.fd = EVERY_FD;
            keep = bpf_map_lookup_elem(&payload_fds, &key);
        }
        if (keep) {
            s->snap = *keep;
            return;
        }
    }
    if (!(rules->asks & (recipe->worth == WORTH_MESSAGE ? ASKS_MESSAGES : ASKS_READ_WRITE)))
        return;
    sk = sock_of(s->args[0]);
    if (!sk)
        return;
    family = BPF_CORE_READ(sk, __sk_common.skc_family);
    if (family != AF_INET && family != AF_INET6)
        return;
    own = BPF_CORE_READ(sk, __sk_common.skc_num);
    peer = swapped(BPF_CORE_READ(sk, __sk_common.skc_dport));
    if (!peer && recipe->address != NO_ADDRESS)
        peer = named_port(s, recipe->address);
    own = rules->ports[masked(own, 0xffff)];
    peer = rules->ports[masked(peer, 0xffff)];
    if (own < peer)
        own = peer;
    if (own)
        s->snap = own - 1;
}

/* Settles how much is kept of this call's bytes; of calls without any, nothing is asked. */
static __always_inline void settle_snap(struct scratch *s, const struct recipe *recipe)
{
    struct payload_rules *rules;
    u32 zero = 0;

    if (recipe->worth != WORTH_READ_WRITE && recipe->worth != WORTH_MESSAGE)
        return;
    rules = bpf_map_lookup_elem(&payload_rules, &zero);
    if (rules && rules->asks)
        choose_snap(s, recipe, rules);
}
