/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Marks a record whose event may not be in scope: in the event's length, whose highest bit no event needs, and by eight bytes at the
 * record's end, the cgroup about which user space has to decide.
 */
#pragma once
#include "scratch.h"
#include "scope.h"

#define MARK 0x80000000
#define MARK_FIRST_VERSION (1ULL << 63)
#define MARK_INSIDE (1ULL << 62)

/* The pending cgroup of a task, with its slot in the highest bit; 0 where none is pending any more. */
static __always_inline u64 pending_cgroup(struct task_struct *task)
{
    struct choice *choice = choice_made();
    struct cgroup *first = NULL;
    u64 id;

    if (choice && choice->hierarchy)
        first = first_version(task, choice);
    if (first) {
        id = BPF_CORE_READ(first, kn, id);
        if (conclude(first, id, SLOT_FIRST_VERSION, choice->generation) & SET_PENDING)
            return id | MARK_FIRST_VERSION;
    }
    return BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
}

#define MARK_OUTSIDE (~0ULL)

/* The mark of the current thread's events: 0 where they need none, MARK_OUTSIDE where they are not in scope. A global function, checked once. */
__noinline u64 mark_of_current(u32 mode)
{
    u32 standing = standing_of_current(mode);

    if (standing == OUTSIDE)
        return MARK_OUTSIDE;
    if (standing == INSIDE)
        return 0;
    return pending_cgroup(bpf_get_current_task_btf()) | (standing == INSIDE_SO_FAR ? MARK_INSIDE : 0);
}

/* Marks the record that has just been put together where that is needed. Returns whether the event is in scope at all. */
static __always_inline bool mark(struct scratch *s)
{
    u64 mark = mark_of_current(control.mode);

    if (mark == MARK_OUTSIDE)
        return false;
    if (!mark || s->end > MAX_EVENT - 8)
        return true;
    *(u64 *)(s->bytes + masked(s->end, 0xffff)) = mark;
    s->end += 8;
    *(u32 *)(s->bytes + 16) |= MARK;
    return true;
}
