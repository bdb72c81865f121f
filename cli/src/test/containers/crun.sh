# SPDX-License-Identifier: Apache-2.0
# A container of plain crun. Where the machine mounts both generations of cgroups, crun sees the first alone: it refuses both.
. "$LAB/box.sh"
make_bundle bundle '/bin/true; /bin/ls /data; /bin/sleep 4'
box=kansoku-box-$$
hide=:
[ -d /sys/fs/cgroup/unified ] && hide='umount /sys/fs/cgroup/unified'
kansoku --container-hold 8000 -w box.scap -p "$FORMAT" evt.type=execve -- unshare -m sh -c "$hide; /bin/true; exec crun run --bundle bundle $box" | sed "s/$box/BOX/g" >live
kansoku -r box.scap -p "$FORMAT" evt.type=execve | sed "s/$box/BOX/g" >replayed
