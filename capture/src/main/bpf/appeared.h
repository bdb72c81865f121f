/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Cgroups that appear while a scope speaks of containers. User space finds out what they are called; until then the events of their
 * threads go on with a mark, and user space decides about each. Attached only where a scope awaits containers.
 */
#pragma once
#include "record.h"
#include <bpf/bpf_tracing.h>

#define LONGEST_CGROUP 512

/* Laid out as AppearedCgroups.java says. */
struct appeared {
    u64 id;
    u32 slot, length; /* of the path, with its NUL */
    char path[LONGEST_CGROUP];
};

struct {
    __uint(type, BPF_MAP_TYPE_QUEUE);
    __uint(max_entries, 256);
    __type(value, struct appeared);
} appeared SEC(".maps");

/* The slot of a cgroup's hierarchy, or -1 of one that is not looked at. */
static __always_inline int slot_of(struct cgroup *cgroup)
{
    u32 hierarchy = BPF_CORE_READ(cgroup, root, hierarchy_id);
    struct choice *choice = choice_made();

    if (!choice || (hierarchy && hierarchy != choice->hierarchy))
        return -1;
    return hierarchy ? SLOT_FIRST_VERSION : SLOT_UNIFIED;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(cgroup_appeared, struct cgroup *cgroup, const char *path)
{
    u32 cpu = bpf_get_smp_processor_id(), pending = SET_PENDING;
    struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);
    int slot = slot_of(cgroup);
    struct set_key key;
    struct appeared *told;
    long n;

    if (!s || slot < 0)
        return 0;
    key.id = BPF_CORE_READ(cgroup, kn, id);
    key.rest = KEY_CGROUP | slot;
    told = (struct appeared *)s->bytes;
    n = bpf_probe_read_kernel_str(told->path, sizeof(told->path), path);
    if (n <= 0)
        return 0;
    told->id = key.id;
    told->slot = slot;
    told->length = n;
    if (!bpf_map_push_elem(&appeared, told, 0))
        bpf_map_update_elem(&sets, &key, &pending, BPF_NOEXIST);
    return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(cgroup_gone, struct cgroup *cgroup, const char *path)
{
    int slot = slot_of(cgroup);
    struct set_key key;

    if (slot < 0)
        return 0;
    key.id = BPF_CORE_READ(cgroup, kn, id);
    key.rest = KEY_CGROUP | slot;
    bpf_map_delete_elem(&sets, &key);
    return 0;
}
