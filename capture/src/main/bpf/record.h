/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Puts an event together in the CPU's scratch space, in the layout of a .scap file's event, and hands it to the CPU's ring:
 *
 *   0               8               16      20   22      26
 *  +---------------+---------------+-------+----+-------+----------------+--------
 *  | boot time ns  | thread id     | length|type| nparam| nparam lengths | values
 *  +---------------+---------------+-------+----+-------+----------------+--------
 *
 * What else was asked for follows behind the event, in the same record of the ring (side.h); the event's length does not count it.
 *
 * Programs run with preemption off, so that one event at a time is being put together on a CPU.
 */
#pragma once
#include "recipe.h"
#include "scope.h"
#include "scratch.h"

#define HEADER 26

struct ring {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 65536);
};

/* User space makes the rings, in the size that it was asked for. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 1); /* set to the number of CPUs */
    __type(key, u32);
    __array(values, struct ring);
} rings SEC(".maps");

static __always_inline struct losses *losses_of(struct scratch *s)
{
    return &control.losses[s->losses & (MAX_CPUS - 1)];
}

static __always_inline struct scratch *begin(u32 cpu)
{
    struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);

    if (!s)
        return NULL;
    s->losses = cpu;
    s->executed = 0;
    s->exe_length = 0;
    s->truth = 0;
    s->takes = 0;
    s->opened = 0;
    s->peer.family = 0;
    return s;
}

static __always_inline void header(struct scratch *s, const struct recipe *recipe, u32 tid)
{
    *(u64 *)(s->bytes + 0) = bpf_ktime_get_boot_ns();
    *(u64 *)(s->bytes + 8) = tid;
    *(u16 *)(s->bytes + 20) = recipe->event;
    *(u32 *)(s->bytes + 22) = recipe->count;
    s->end = HEADER + 2 * recipe->count;
}

/* The event is whole: what is put from now on stands beside it. */
static __always_inline void close_event(struct scratch *s)
{
    *(u32 *)(s->bytes + 16) = s->end;
}

static __always_inline void finish(struct scratch *s, u32 cpu)
{
    u32 length = s->end;
    void *ring;

    if (length > MAX_EVENT) {
        losses_of(s)->oversize++;
        return;
    }
    ring = bpf_map_lookup_elem(&rings, &cpu);
    if (!ring)
        return;
    if (bpf_ringbuf_output(ring, s->bytes, length, BPF_RB_NO_WAKEUP))
        losses_of(s)->full++;
    else
        losses_of(s)->events++;
}

static __always_inline u32 put_fault(struct scratch *s)
{
    losses_of(s)->fault++;
    return 0;
}

/* Text of the process, cut at 4095 bytes. */
static __always_inline u32 put_user_text(struct scratch *s, u64 address)
{
    long n;

    if (!address)
        return 0;
    n = bpf_probe_read_user_str(end_of(s), MAX_TEXT, (void *)address);
    return n > 0 ? (u32)n : put_fault(s);
}

static __always_inline u32 put_kernel_text(struct scratch *s, const void *address)
{
    long n = bpf_probe_read_kernel_str(end_of(s), MAX_TEXT, address);

    return n > 0 ? (u32)n : put_fault(s);
}

/* At most 65,535 bytes of the process. */
static __always_inline u32 put_user_bytes(struct scratch *s, u64 address, u64 length)
{
    u32 n = length > 0xffff ? 0xffff : length;

    if (!address || n == 0)
        return 0;
    if (s->end + n > MAX_EVENT) {
        losses_of(s)->oversize++;
        return 0;
    }
    n &= 0xffff;
    if (bpf_probe_read_user(end_of(s), n, (void *)address))
        return put_fault(s);
    return n;
}

/* Moves the end over the value just put. */
static __always_inline void advance(struct scratch *s, u32 by)
{
    s->end += by;
}
