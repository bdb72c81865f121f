# SPDX-License-Identifier: Apache-2.0
# A container of Podman, asked for over the socket of its service.
. "$LAB/box.sh"
make_root rootfs
mkdir data
tar -C rootfs -cf rootfs.tar .
pod="env -i PATH=$PATH HOME=$PWD podman --root $PWD/storage --runroot $PWD/run --storage-driver vfs --events-backend none --cgroup-manager cgroupfs --runtime runc"
$pod import -q rootfs.tar localhost/kansoku-lab:1 >&2
$pod system service -t 0 "unix://$PWD/podman.sock" &
service=$!
trap 'kill $service' EXIT
for _ in $(seq 100); do [ -S podman.sock ] && break; sleep 0.1; done
kansoku --container-hold 8000 -w box.scap -p "$FORMAT" --container-socket "$PWD/podman.sock" evt.type=execve -- sh -c "/bin/true; exec $pod run --rm --net none \
    --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --privileged --name kansoku-box --label org.lab.tier=back -v $PWD/data:/data:ro \
    localhost/kansoku-lab:1 /bin/sh -c '/bin/true; /bin/ls /data; /bin/sleep 4'" >live
kansoku -r box.scap -p "$FORMAT" evt.type=execve >replayed
