/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Of the observing process itself only its upkeep is left out, which would grow with what it sees: its I/O, waiting and memory. */
#pragma once
#include "scope.h"

/* A bit for each call number that is shown of it (OwnCalls.java). */
struct own_calls {
    u64 shown[8];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct own_calls);
} own_calls SEC(".maps");

static __always_inline bool is_own(struct task_struct *task)
{
    return (u32)task->tgid == control.self;
}

/* Budget: one look-up, of the observing process alone. */
static __always_inline bool is_upkeep(struct task_struct *task, u32 number)
{
    struct own_calls *calls;
    u32 first = 0;

    if (!is_own(task))
        return false;
    calls = bpf_map_lookup_elem(&own_calls, &first);
    return !calls || !(calls->shown[(number / 64) & 7] >> (number % 64) & 1);
}
