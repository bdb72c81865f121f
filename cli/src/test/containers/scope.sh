# SPDX-License-Identifier: Apache-2.0
# Scopes of plain runc's containers: one that runs already, one that starts later, and one that is left out of a tree. Each runs beside
# another container, which must not be seen. What a container executes tells which it is.
. "$LAB/box.sh"
mkdir early late other
make_bundle early/bundle 'while :; do /bin/true early; /bin/sleep 0.2; done'
make_bundle late/bundle '/bin/true late; /bin/sleep 0.2; /bin/true late'
make_bundle other/bundle 'while :; do /bin/true other; /bin/sleep 0.2; done'
early=kansoku-early-$$
late=kansoku-late-$$
other=kansoku-other-$$
sh -c "runc run --bundle early/bundle $early & exec runc run --bundle other/bundle $other" </dev/null >&2 &
tree=$!
trap 'runc kill $early KILL; runc kill $other KILL; kill $late_scope; wait' EXIT
for _ in $(seq 300); do runc state $early >/dev/null 2>&1 && runc state $other >/dev/null 2>&1 && break; sleep 0.1; done
kansoku --container $early -n 3 -p '%proc.args' evt.type=execve and proc.name=true >early.seen 2>early.notes
kansoku --container $late -p '*%proc.exepath %proc.args' evt.type=execve >late.seen 2>late.notes &
late_scope=$!
for _ in $(seq 300); do grep -q "waiting for container $late" late.notes && grep -q observing late.notes && break; sleep 0.1; done
runc run --bundle late/bundle $late </dev/null >&2
sleep 1
kill -TERM $late_scope
wait $late_scope
kansoku --pid $tree --not-container $other -n 20 -p '%proc.args' evt.type=execve and proc.name=true >left.seen 2>left.notes
