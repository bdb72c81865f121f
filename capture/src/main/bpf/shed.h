/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Which calls are shed under pressure (pressure.h). What each call is worth stands in its recipe, so that processes and fds stay known: what
 * the state learns from is never shed. Of a message the state learns who is at a socket's other end; a connected socket tells it of itself,
 * so its messages are shed as reads and writes are, and those of others last.
 */
#pragma once
#include "socket.h"

#define STATE_CONNECTED 1 /* TCP_ESTABLISHED, which other sockets that have a peer use too */

static __always_inline bool is_connected(s32 fd)
{
    struct sock *sk = sock_of(fd);

    return !sk || BPF_CORE_READ(sk, __sk_common.skc_state) == STATE_CONNECTED;
}

/* Whether the call whose arguments lie in the scratch space is left out; where it only loses its payload, that is settled. Budget: about 200. */
static __noinline bool sheds(struct scratch *s, const struct recipe *recipe, u32 cpu)
{
    struct pressure *p = pressure_of(cpu);
    u32 index = 2 * cpu; /* of the ring for all events */
    void *ring = bpf_map_lookup_elem(&rings, &index);
    u32 from;

    if (!p || !ring)
        return false;
    look_at_ring(p, ring, cpu);
    switch (recipe->worth) {
    case WORTH_READ_WRITE:
        from = LEVEL_READ_WRITE;
        break;
    case WORTH_MESSAGE:
        from = p->level < LEVEL_READ_WRITE || is_connected(s->args[0]) ? LEVEL_READ_WRITE : LEVEL_OTHER;
        break;
    case WORTH_OTHER:
        from = LEVEL_OTHER;
        break;
    default:
        return false;
    }
    if (p->level >= from) {
        p->shed[from & (LEVELS - 1)]++;
        return true;
    }
    if (p->level >= LEVEL_PAYLOAD && recipe->worth != WORTH_OTHER && s->snap > 0) {
        s->snap = 0;
        p->shed[LEVEL_PAYLOAD]++;
    }
    return false;
}

/* Whether an event that is no call's is left out; the state learns nothing from any. Budget: about 150. */
static __noinline bool sheds_notice(u32 cpu)
{
    struct pressure *p = pressure_of(cpu);
    u32 index = 2 * cpu; /* of the ring for all events */
    void *ring = bpf_map_lookup_elem(&rings, &index);

    if (!p || !ring)
        return false;
    look_at_ring(p, ring, cpu);
    if (p->level < LEVEL_OTHER)
        return false;
    p->shed[LEVEL_OTHER]++;
    return true;
}
