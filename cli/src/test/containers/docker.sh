# SPDX-License-Identifier: Apache-2.0
# A container of a Docker daemon that a test started, observed with all that the daemon starts.
. "$LAB/box.sh"
make_root rootfs
mkdir data
tar -C rootfs -cf rootfs.tar .
env -i PATH="$PATH" HOME="$PWD" dockerd --iptables=false --ip6tables=false --bridge=none --storage-driver vfs --data-root "$PWD/images" \
    --exec-root "$PWD/exec" -p "$PWD/docker.pid" -H "unix://$PWD/docker.sock" >dockerd.log 2>&1 &
daemon=$!
trap 'kill $daemon; wait $daemon' EXIT
for _ in $(seq 300); do [ -S docker.sock ] && break; sleep 0.1; done
docker="env -i PATH=$PATH HOME=$PWD docker -H unix://$PWD/docker.sock"
$docker import rootfs.tar kansoku-lab:1 >&2
kansoku --container-hold 8000 -w box.scap -p "$FORMAT" --container-socket "$PWD/docker.sock" --pid $daemon evt.type=execve >live 2>notes &
kansoku=$!
for _ in $(seq 300); do grep -q observing notes && break; sleep 0.1; done
$docker run --rm --net none --name kansoku-box --label org.lab.tier=back -v "$PWD/data:/data:ro" kansoku-lab:1 \
    /bin/sh -c '/bin/true; /bin/ls /data; /bin/sleep 4' >&2
kill -TERM $kansoku
wait $kansoku
kansoku -r box.scap -p "$FORMAT" evt.type=execve >replayed
