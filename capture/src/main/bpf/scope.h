/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Whose events are recorded: decided first, and the cheapest check first. */
#pragma once
#include "control.h"

/* Processes of the tree by tgid: the number of execs they are still hidden for. */
struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 65536);
    __type(key, u32);
    __type(value, u32);
} tree SEC(".maps");

static __always_inline bool wants_call(u32 number)
{
    return control.calls[(number / 64) & 7] >> (number % 64) & 1;
}

/*
 * Whether a call may have come into scope by its end: an exec shows the process, and a thread may take a name or a cgroup. Budget: one look-up.
 */
static __always_inline bool may_be_in_scope(struct task_struct *task)
{
    u32 tgid = task->tgid;

    return control.mode != SCOPE_TREE ? control.mode != SCOPE_NOTHING && tgid != control.self : !!bpf_map_lookup_elem(&tree, &tgid);
}

/* Budget: about 100 instructions, one look-up. */
static __always_inline bool in_scope(struct task_struct *task)
{
    u32 tgid = task->tgid;
    u32 *hidden;

    switch (control.mode) {
    case SCOPE_TREE:
        hidden = bpf_map_lookup_elem(&tree, &tgid);
        return hidden && *hidden == 0;
    case SCOPE_CGROUP:
        return bpf_get_current_ancestor_cgroup_id(control.cgroup_level) == control.cgroup;
    case SCOPE_COMM:
        return *(u64 *)&task->comm[0] == control.comm[0] && *(u64 *)&task->comm[8] == control.comm[1];
    case SCOPE_ALL:
        return true;
    default:
        return false;
    }
}

/* A child of an observed process is observed, hidden as long as its parent is. */
static __always_inline void scope_fork(struct task_struct *parent, struct task_struct *child)
{
    u32 tgid = child->tgid, of = parent->tgid;
    u32 *hidden, execs;

    if (control.mode != SCOPE_TREE || child->pid != child->tgid)
        return;
    if ((u32)parent->pid == control.armed) {
        execs = control.armed_execs;
    } else {
        hidden = bpf_map_lookup_elem(&tree, &of);
        if (!hidden)
            return;
        execs = *hidden;
    }
    bpf_map_update_elem(&tree, &tgid, &execs, BPF_ANY);
}

static __always_inline void scope_exec(struct task_struct *task)
{
    u32 tgid = task->tgid;
    u32 *hidden;

    if (control.mode != SCOPE_TREE)
        return;
    hidden = bpf_map_lookup_elem(&tree, &tgid);
    if (hidden && *hidden > 0)
        (*hidden)--;
}

static __always_inline void scope_exit(struct task_struct *task)
{
    u32 tgid = task->tgid;

    if (control.mode == SCOPE_TREE && task->signal->live.counter == 0)
        bpf_map_delete_elem(&tree, &tgid);
}
