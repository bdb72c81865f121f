/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What user space has found out of threads and fds with its own state: whether a part of the filter that asks nothing else holds of them. It
 * stays true until an event changes what it was found out of, and the programs know when that happens: they note the time, and believe only
 * what was found at an event that is no earlier. What is not noted, or was overwritten by another, is not known. Laid out as LastingMap.java says.
 *
 * A change is noted as one without end before the event that tells of it takes its time, and with a time after that one when it has.
 */
#pragma once
#include "call.h"

#define LASTING_BITS 15
#define OF_THREAD 0xffffffffU
#define OF_ALL_FDS 0xfffffffeU
#define NOT_OVER (~0ULL)

struct lasting {
    u64 changed; /* when it was last made another, by the programs */
    u64 found;   /* the time of the event at which it was found out, 0 for not at all; by user space, as all below */
    u64 key;     /* thread << 32 | OF_THREAD, process << 32 | fd, process << 32 | OF_ALL_FDS */
    u32 truths;  /* a bit for each part of the filter: whether it holds */
    u32 unused;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1 << LASTING_BITS);
    __type(key, u32);
    __type(value, struct lasting);
} lasting SEC(".maps");

static __always_inline u64 lasting_key(u32 of, u32 which)
{
    return (u64)of << 32 | which;
}

static __always_inline struct lasting *lasting_of(u64 key)
{
    u32 place = key * 0x9e3779b97f4a7c15ULL >> (64 - LASTING_BITS);

    return bpf_map_lookup_elem(&lasting, &place);
}

/* Others that share the place lose what was found of them: the later time is as good for them. */
static __always_inline void note_change(u64 key, u64 time)
{
    struct lasting *l = lasting_of(key);

    if (l)
        *(volatile u64 *)&l->changed = time;
}

/* A process has a new program, or begins: nothing that was known of it and its fds is. */
static __always_inline void note_renewal(struct task_struct *task)
{
    u64 now = bpf_ktime_get_boot_ns();

    note_change(lasting_key(task->pid, OF_THREAD), now);
    if (task->pid == task->tgid)
        note_change(lasting_key(task->tgid, OF_ALL_FDS), now);
}

/* The time at which something was found out, 0 where it is not to be believed. User space writes the time last, and 0 before all else. */
static __always_inline u64 found_at(struct lasting *l, u64 key, u64 settled, u32 *truths)
{
    u64 found = *(volatile u64 *)&l->found;

    if (!found || found < settled || found < *(volatile u64 *)&l->changed || *(volatile u64 *)&l->key != key)
        return 0;
    *truths = *(volatile u32 *)&l->truths;
#if defined(__TARGET_ARCH_arm64)
    __sync_fetch_and_add(&l->unused, 0); /* a full barrier */
#endif
    return *(volatile u64 *)&l->found == found ? found : 0;
}
