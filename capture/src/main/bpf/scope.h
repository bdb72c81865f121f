/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Whose events are recorded: decided first, and the cheapest check first. */
#pragma once
#include "sets.h"

/* Processes of trees by tgid: TREE_IN, TREE_OUT, and the number of execs they are still hidden for. */
struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 65536);
    __type(key, u32);
    __type(value, u32);
} tree SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16384);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct set_key);
    __type(value, u32);
} sets SEC(".maps");

/* What the sets were found to say of a cgroup and all above it. */
struct conclusion {
    u32 generation, says;
};

struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, 4096);
    __type(key, struct set_key);
    __type(value, struct conclusion);
} conclusions SEC(".maps");

static __always_inline u32 set_says(struct set_key *key)
{
    u32 *says = bpf_map_lookup_elem(&sets, key);

    return says ? *says : 0;
}

static __always_inline bool wants_call(u32 number)
{
    return control.calls[(number / 64) & 7] >> (number % 64) & 1;
}

/* Budget: one look-up where the cgroup is known already. */
static __always_inline u32 conclude(struct cgroup *cgroup, u64 id, u32 slot, u32 generation)
{
    struct set_key key = {.id = id, .rest = KEY_CGROUP | slot};
    struct conclusion *known = bpf_map_lookup_elem(&conclusions, &key), now;

    if (known && known->generation == generation)
        return known->says;
    now.generation = generation;
    now.says = hierarchy_says(cgroup, slot);
    bpf_map_update_elem(&conclusions, &key, &now, BPF_ANY);
    return now.says;
}

static __always_inline u32 cgroups_say(struct task_struct *task)
{
    struct cgroup *unified = task->cgroups->dfl_cgrp, *first;
    struct choice *choice = choice_made();
    u32 says;

    if (!choice)
        return 0;
    says = conclude(unified, unified->kn->id, SLOT_UNIFIED, choice->generation);
    if (choice->hierarchy && (first = first_version(task, choice)))
        says |= conclude(first, BPF_CORE_READ(first, kn, id), SLOT_FIRST_VERSION, choice->generation);
    return says;
}

/*
 * The standing of the current thread, where more than one tree is asked for. A global function, so that the kernel checks it once and not at
 * each place in each program. Budget: a look-up for each kind of set.
 */
__noinline u32 standing_of_current(u32 mode)
{
    struct task_struct *task = bpf_get_current_task_btf();
    u32 tgid = task->tgid, says = 0, *noted;

    if (mode & SCOPE_TREES && (noted = bpf_map_lookup_elem(&tree, &tgid)))
        says |= tree_says(*noted);
    if (mode & SCOPE_USERS)
        says |= user_says(task);
    if (mode & SCOPE_COMMS)
        says |= comm_says(task);
    if (mode & SCOPE_CGROUPS)
        says |= cgroups_say(task);
    return weigh(mode, says);
}

/*
 * Whether a call may have come into scope by its end: an exec shows the process, and a thread may take a name or a cgroup. Budget: one look-up.
 */
static __always_inline bool may_be_in_scope(struct task_struct *task)
{
    u32 tgid = task->tgid;

    return control.mode != SCOPE_TREES ? control.mode && tgid != control.self : !!bpf_map_lookup_elem(&tree, &tgid);
}

/* Of the current thread. Budget: about 100 instructions, one look-up, where the scope is the machine or trees alone. */
static __always_inline bool in_scope(struct task_struct *task)
{
    u32 tgid = task->tgid, mode = control.mode, *noted;

    switch (mode) {
    case SCOPE_TREES:
        noted = bpf_map_lookup_elem(&tree, &tgid);
        return noted && *noted == TREE_IN;
    case SCOPE_ALL:
        return true;
    case 0:
        return false;
    default:
        return standing_of_current(mode) != OUTSIDE;
    }
}

/* A child of an observed process is observed, hidden as long as its parent is; one of a process that is left out is left out. */
static __always_inline void scope_fork(struct task_struct *parent, struct task_struct *child)
{
    u32 tgid = child->tgid, of = parent->tgid;
    u32 *noted, value;

    if (!(control.mode & SCOPE_TREES) || child->pid != child->tgid)
        return;
    if ((u32)parent->pid == control.armed) {
        value = TREE_IN | control.armed_execs;
    } else {
        noted = bpf_map_lookup_elem(&tree, &of);
        if (!noted)
            return;
        value = *noted;
    }
    bpf_map_update_elem(&tree, &tgid, &value, BPF_ANY);
}

static __always_inline void scope_exec(struct task_struct *task)
{
    u32 tgid = task->tgid;
    u32 *noted;

    if (!(control.mode & SCOPE_TREES))
        return;
    noted = bpf_map_lookup_elem(&tree, &tgid);
    if (noted && *noted & TREE_HIDDEN)
        (*noted)--;
}

static __always_inline void scope_exit(struct task_struct *task)
{
    u32 tgid = task->tgid;

    if (control.mode & SCOPE_TREES && task->signal->live.counter == 0)
        bpf_map_delete_elem(&tree, &tgid);
}
