# SPDX-License-Identifier: Apache-2.0
# A container of plain runc, whose cgroup's path says nothing.
. "$LAB/box.sh"
make_bundle bundle '/bin/true; /bin/ls /data; /bin/sleep 4'
box=kansoku-box-$$
kansoku --container-hold 8000 -w box.scap -p "$FORMAT" evt.type=execve -- sh -c "/bin/true; exec runc run --bundle bundle $box" | sed "s/$box/BOX/g" >live
kansoku -r box.scap -p "$FORMAT" evt.type=execve | sed "s/$box/BOX/g" >replayed
