// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * Finds the uid of a Kubernetes pod in cgroups: {@code podUID} as a component of its own where the
 * kubelet makes folders, and {@code kubepods-burstable-podUID.slice} with underscores for dashes
 * where systemd does. The innermost wins.
 */
final class PodUid {
    private static final byte[] POD = Bytes.ascii("pod");
    private static final byte[] SLICE = Bytes.ascii(".slice");
    private static final byte[] KUBEPODS = Bytes.ascii("kubepods");

    /** As the API server makes them, four dashes among them. */
    private static final int DASHED = 36;

    /** That of a pod from a file of the kubelet's, a digest. */
    private static final int PLAIN = 32;

    private PodUid() {}

    /** The uid with dashes, where it has any; empty where the cgroups are of no pod. */
    static byte[] of(byte[] cgroups) {
        int found = -1;
        int length = 0;
        boolean belowKubelet = false;
        for (int i = 0; i < cgroups.length; i++) {
            if (cgroups[i] == 0) {
                if (found >= 0) {
                    break;
                }
                belowKubelet = false;
            } else if (Bytes.startsWith(cgroups, i, KUBEPODS)) {
                belowKubelet = true;
            } else if (belowKubelet && Bytes.startsWith(cgroups, i, POD)) {
                int uid = lengthAt(cgroups, i + POD.length);
                if (uid > 0 && isPlace(cgroups, i, i + POD.length + uid)) {
                    found = i + POD.length;
                    length = uid;
                }
            }
        }
        return found < 0 ? Bytes.EMPTY : dashed(cgroups, found, length);
    }

    /** Whether the text is a whole component of a path, or the end of a slice's name. */
    private static boolean isPlace(byte[] text, int from, int to) {
        if (text[from - 1] == '/') {
            return to == text.length || text[to] == '/' || text[to] == 0;
        }
        return text[from - 1] == '-' && Bytes.startsWith(text, to, SLICE);
    }

    private static int lengthAt(byte[] text, int at) {
        int digits = 0;
        int i = at;
        for (; i < text.length && i - at < DASHED; i++) {
            if (ContainerKey.digit(text[i]) >= 0) {
                digits++;
            } else if (!isDash(text[i]) || !isPlaceOfDash(i - at)) {
                break;
            }
        }
        int length = i - at;
        boolean dashes = length == DASHED && digits == PLAIN;
        return dashes || (length == PLAIN && digits == PLAIN) ? length : 0;
    }

    private static boolean isDash(byte b) {
        return b == '-' || b == '_';
    }

    private static boolean isPlaceOfDash(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }

    private static byte[] dashed(byte[] text, int at, int length) {
        byte[] uid = new byte[length];
        for (int i = 0; i < length; i++) {
            uid[i] = text[at + i] == '_' ? (byte) '-' : text[at + i];
        }
        return uid;
    }
}
