/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The same scope for a program that walks over all tasks. Budget of each function: about 100 instructions, one look-up. */
#pragma once
#include "control.h"

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

static __always_inline bool is_in_cgroup(struct task_struct *task)
{
    struct cgroup *cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp), *above = NULL;
    u32 level = control.cgroup_level;
    u64 id = 0;

    if (BPF_CORE_READ(cgroup, level) < (int)level || level > 255)
        return false;
    if (bpf_core_field_exists(cgroup->ancestors)) {
        bpf_probe_read_kernel(&above, sizeof(above), (void *)cgroup + bpf_core_field_offset(struct cgroup, ancestors) + level * sizeof(above));
        return BPF_CORE_READ(above, kn, id) == control.cgroup;
    }
    bpf_probe_read_kernel(&id, sizeof(id), (void *)cgroup + bpf_core_field_offset(struct cgroup___v60, ancestor_ids) + level * sizeof(id));
    return id == control.cgroup;
}

static __always_inline bool is_member(struct task_struct *task)
{
    u32 tgid = task->tgid;
    u32 *hidden;

    switch (control.mode) {
    case SCOPE_TREE:
        hidden = noted(MEMBERS_TREE, tgid);
        return hidden && *hidden == 0;
    case SCOPE_CGROUP:
        return is_in_cgroup(task);
    case SCOPE_COMM:
        return *(u64 *)&task->comm[0] == control.comm[0] && *(u64 *)&task->comm[8] == control.comm[1];
    case SCOPE_ALL:
        return true;
    default:
        return false;
    }
}

/* Whether an entry is told of a thread, and with FILES whether its fds are. */
static __always_inline bool is_told_of(struct task_struct *task, u32 least)
{
    u32 *how = noted(MEMBERS_ABOVE, task->tgid);

    return is_member(task) || (task->pid == task->tgid && how && *how >= least);
}
