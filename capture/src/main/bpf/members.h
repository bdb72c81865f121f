/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The same scope for a program that walks over all tasks. Budget of each function: about 100 instructions, one look-up. */
#pragma once
#include "sets.h"

struct numbers {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 65536);
    __type(key, u32);
    __type(value, u32);
};

enum members {
    MEMBERS_TREE,  /* the map `tree` of the programs that write events */
    MEMBERS_ABOVE, /* tgids beside the scope of which something is told: how much */
};

/* How much is told of a process beside the scope. */
enum above { ABOVE_ENTRY = 1, ABOVE_FILES };

/* User space puts both maps in. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 2);
    __type(key, u32);
    __array(values, struct numbers);
} members SEC(".maps");

struct named {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16384);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __uint(key_size, sizeof(struct set_key));
    __uint(value_size, sizeof(u32));
};

/* User space puts in the map `sets` of the programs that write events. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 1);
    __type(key, u32);
    __array(values, struct named);
} named_sets SEC(".maps");

static __always_inline u32 set_says(struct set_key *key)
{
    u32 first = 0, *says;
    void *map = bpf_map_lookup_elem(&named_sets, &first);

    says = map ? bpf_map_lookup_elem(map, key) : NULL;
    return says ? *says : 0;
}

/* What is noted of a process, or NULL. */
static __always_inline u32 *noted(u32 which, u32 tgid)
{
    void *map = bpf_map_lookup_elem(&members, &which);

    return map ? bpf_map_lookup_elem(map, &tgid) : NULL;
}

static __always_inline void note(u32 which, u32 tgid, u32 value)
{
    void *map = bpf_map_lookup_elem(&members, &which);

    if (map)
        bpf_map_update_elem(map, &tgid, &value, BPF_ANY);
}

/* Budget: two walks up the cgroups. */
static __always_inline u32 cgroups_say(struct task_struct *task)
{
    struct choice *choice = choice_made();
    struct cgroup *first;
    u32 says;

    if (!choice)
        return 0;
    says = hierarchy_says(BPF_CORE_READ(task, cgroups, dfl_cgrp), SLOT_UNIFIED);
    if (choice->hierarchy && (first = first_version(task, choice)))
        says |= hierarchy_says(first, SLOT_FIRST_VERSION);
    return says;
}

static __always_inline bool is_member(struct task_struct *task)
{
    u32 tgid = task->tgid, mode = control.mode, says = 0, *of_tree;

    if (!mode)
        return false;
    if (mode & SCOPE_TREES && (of_tree = noted(MEMBERS_TREE, tgid)))
        says |= tree_says(*of_tree);
    if (mode & SCOPE_USERS)
        says |= user_says(task);
    if (mode & SCOPE_COMMS)
        says |= comm_says(task);
    if (mode & SCOPE_CGROUPS)
        says |= cgroups_say(task);
    return weigh(mode, says) != OUTSIDE;
}

/* Whether an entry is told of a thread, and with FILES whether its fds are. */
static __always_inline bool is_told_of(struct task_struct *task, u32 least)
{
    u32 *how = noted(MEMBERS_ABOVE, task->tgid);

    return is_member(task) || (task->pid == task->tgid && how && *how >= least);
}
