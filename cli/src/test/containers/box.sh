# SPDX-License-Identifier: Apache-2.0
# Sourced by the sessions beside it: a root directory and a bundle of busybox alone.

# Makes a root directory in $1.
make_root() {
    mkdir -p "$1/bin" "$1/etc" "$1/proc" "$1/sys" "$1/dev"
    cp "$(command -v busybox)" "$1/bin/busybox"
    local name
    for name in sh true ls sleep; do
        ln -s busybox "$1/bin/$name"
    done
    echo 'root:x:0:0:root:/:/bin/sh' >"$1/etc/passwd"
    echo 'root:x:0:' >"$1/etc/group"
}

# Makes a bundle in $1 that runs "$2" in a shell, with an annotation and a folder of the machine.
make_bundle() {
    make_root "$1/rootfs"
    mkdir "$1/data"
    cat >"$1/config.json" <<END
{"ociVersion": "1.0.2",
 "process": {"terminal": false, "user": {"uid": 0, "gid": 0}, "args": ["/bin/sh", "-c", "$2"], "env": ["PATH=/bin"], "cwd": "/",
  "capabilities": {"bounding": ["CAP_KILL"], "effective": ["CAP_KILL"], "permitted": ["CAP_KILL"]}},
 "root": {"path": "rootfs"}, "hostname": "box",
 "annotations": {"org.lab.tier": "back"},
 "mounts": [
  {"destination": "/proc", "type": "proc", "source": "proc"}, {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"},
  {"destination": "/data", "type": "none", "source": "$PWD/$1/data", "options": ["rbind", "ro"]}],
 "linux": {"namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "mount"}, {"type": "uts"}],
  "maskedPaths": ["/proc/kcore"]}}
END
}
