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
#include "cpu.h"
#include "mark.h"
#include "pressure.h"
#include "scope.h"
#include "scratch.h"

#define HEADER 26

#define DROP_EVENT 148
#define DROP_PARAMETERS 28

struct ring {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 65536);
};

/* User space makes the rings, in the size that it was asked for. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 1); /* two for each CPU: for all events, and for urgent ones */
    __type(key, u32);
    __array(values, struct ring);
} rings SEC(".maps");

static __always_inline struct cpu *cpu_of(struct scratch *s)
{
    return bpf_map_lookup_elem(&cpus, &s->cpu);
}

/* The space of this CPU, to be given back with end(); NULL where it is taken. */
static __always_inline struct scratch *begin(u32 cpu)
{
    struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);
    struct cpu *c = bpf_map_lookup_elem(&cpus, &cpu);

    if (!s || !c || !enter_cpu(c))
        return NULL;
    s->cpu = cpu;
    s->snap = control.snap;
    s->executed = 0;
    s->exe_length = 0;
    s->truth = 0;
    s->takes = 0;
    s->begins = 0;
    s->opened = 0;
    s->later = 0;
    s->compat = 0;
    s->tid = 0;
    s->tells_closed = 0;
    s->peer.family = 0;
    return s;
}

static __always_inline void end(struct scratch *s)
{
    struct cpu *c = cpu_of(s);

    if (c)
        leave_cpu(c);
}

/* What every event begins with, its time first. */
static __always_inline void stamp(struct scratch *s, u32 event, u32 count, u32 tid)
{
    struct cpu *c = cpu_of(s);

    *(u64 *)(s->bytes + 0) = c ? take_time(c) : 0;
    *(u64 *)(s->bytes + 8) = tid;
    *(u16 *)(s->bytes + 20) = event;
    *(u32 *)(s->bytes + 22) = count;
}

static __always_inline void header(struct scratch *s, const struct recipe *recipe, u32 tid)
{
    stamp(s, recipe->event, recipe->count, tid);
    s->end = HEADER + 2 * recipe->count;
}

/* The event is whole: what is put from now on stands beside it. */
static __always_inline void close_event(struct scratch *s)
{
    *(u32 *)(s->bytes + 16) = s->end;
}

struct drop {
    u64 time;
    s64 tid;
    u32 length;
    u16 event;
    u16 count, count_high, parameter_length;
    u16 ratio, ratio_high;
    u64 lost; /* behind the event: how many events this CPU has lost so far, */
    u64 throttled; /* and how many it has held back */
};

/*
 * Tells in the ring that events were lost before this one. User space knows how many it has told of before and puts the difference
 * into the event. False where there is no room for it, and so none for an event.
 */
static __noinline bool tell_drop(struct scratch *s, struct losses *l, void *ring)
{
    struct drop *drop = bpf_ringbuf_reserve(ring, sizeof(struct drop), 0);
    u64 lost = lost_events(l);

    if (!drop)
        return false;
    drop->time = *(u64 *)s->bytes;
    drop->tid = -1;
    drop->length = DROP_PARAMETERS + 4;
    drop->event = DROP_EVENT;
    drop->count = 1;
    drop->count_high = 0;
    drop->parameter_length = 4;
    drop->ratio = 0;
    drop->ratio_high = 0;
    drop->lost = lost;
    drop->throttled = l->throttled;
    bpf_ringbuf_submit(drop, BPF_RB_NO_WAKEUP);
    l->told = lost;
    return true;
}

/*
 * Hands the event over. An urgent one goes through a ring of its own, which a flood of others does not fill, and through that of all
 * where its own is full.
 */
static __always_inline void finish(struct scratch *s, u32 cpu, u32 urgent)
{
    struct cpu *c = cpu_of(s);
    u32 length, index = 2 * cpu + 1;
    struct losses *l;
    void *ring;

    if (!c || (control.mode & (SCOPE_AWAITS_IN | SCOPE_AWAITS_OUT) && !mark(s)))
        return;
    length = s->end;
    l = &c->losses;
    if (length > MAX_EVENT) {
        l->oversize++;
        return;
    }
    if (urgent) {
        ring = bpf_map_lookup_elem(&rings, &index);
        if (ring && !bpf_ringbuf_output(ring, s->bytes, length, BPF_RB_NO_WAKEUP)) {
            l->events++;
            return;
        }
    }
    index = 2 * cpu;
    ring = bpf_map_lookup_elem(&rings, &index);
    if (!ring)
        return;
    if ((l->told != lost_events(l) && !tell_drop(s, l, ring)) || bpf_ringbuf_output(ring, s->bytes, length, BPF_RB_NO_WAKEUP))
        l->full++;
    else
        l->events++;
    note_written(ring, cpu, length);
}

static __always_inline void count_cut(struct scratch *s)
{
    struct cpu *c = cpu_of(s);

    if (c)
        c->losses.cut++;
}

static __always_inline u32 put_fault(struct scratch *s)
{
    struct cpu *c = cpu_of(s);

    if (c)
        c->losses.fault++;
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
        count_cut(s);
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
