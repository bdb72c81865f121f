// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** Runtimes of containers by the family's numbers. */
final class ContainerType {
    private static final String[] LABELS = {
        "docker",
        "lxc",
        "libvirt-lxc",
        "mesos",
        "rkt",
        "",
        "cri",
        "containerd",
        "cri-o",
        "bpm",
        "static",
        "podman"
    };

    private static final int UNKNOWN = 0xffff;

    private ContainerType() {}

    /** What {@code container.type} shows, empty for a number that no runtime has. */
    static String label(long number) {
        return number >= 0 && number < LABELS.length ? LABELS[(int) number] : "";
    }

    /** The number of a runtime, that of an unknown one where the family has none. */
    static int number(String label) {
        for (int i = 0; i < LABELS.length; i++) {
            if (!label.isEmpty() && LABELS[i].equals(label)) {
                return i;
            }
        }
        return UNKNOWN;
    }
}
