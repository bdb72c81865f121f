/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What user space reads of each CPU while programs run: from when on its next event may be, and what was lost. Laid out as CpuAccounts.java says. */
#pragma once
#include "kernel.h"

/* An event is about to take its time, which is not known yet. */
#define TIME_UNKNOWN 1

struct losses {
    u64 full;     /* events that found their ring full */
    u64 oversize; /* events too large for a ring */
    u64 nested;   /* events that came while another was put together on their CPU */
    u64 cut;      /* parameters left out as too large */
    u64 fault;    /* parameters whose memory could not be read */
    u64 events;   /* events written */
    u64 told;     /* how many of the events lost are told of in the ring */
    u64 throttled; /* events held back since their cgroup made too many (limit.h) */
};

struct cpu {
    u64 taking; /* the watermark: no event that is yet to come is from before it; 0 where none is being put together */
    u64 unused[7];
    struct losses losses;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1); /* set to the number of CPUs */
    __type(key, u32);
    __type(value, struct cpu);
} cpus SEC(".maps");

/* Without those held back, which are told of as often as their notices. */
static __always_inline u64 lost_events(const struct losses *l)
{
    return l->full + l->oversize + l->nested;
}

/*
 * Publishes that a time is about to be taken, before it is: a reader of the clock who finds no watermark after it knows that whatever this CPU
 * has yet to tell is later. The exchange is a full barrier. False where an event is being put together on this CPU already: a fault
 * of ours on the way, say.
 */
static __always_inline bool enter_cpu(struct cpu *c)
{
    if (__sync_lock_test_and_set(&c->taking, TIME_UNKNOWN)) {
        c->losses.nested++;
        return false;
    }
    return true;
}

/* Takes the time of an event and narrows the watermark down to it. */
static __always_inline u64 take_time(struct cpu *c)
{
    u64 now = bpf_ktime_get_boot_ns();

    *(volatile u64 *)&c->taking = now;
    return now;
}

/* What was put together lies in its ring: handing it over was a barrier. */
static __always_inline void leave_cpu(struct cpu *c)
{
    *(volatile u64 *)&c->taking = 0;
}
