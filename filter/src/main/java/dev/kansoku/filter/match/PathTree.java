// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a path is one of several or lies below one: {@code /etc} takes {@code /etc} and {@code
 * /etc/passwd}, not {@code /etcetera}. Only the names between slashes count, so repeated, leading
 * and trailing slashes do not. Paths with a name that is a shell pattern are tried one by one, all
 * others at once by a radix tree over their bytes.
 */
final class PathTree extends BytesPredicate {
    private final Node root = new Node(new byte[0]);
    private final List<byte[]> patterns = new ArrayList<>();
    private final List<Glob> globs = new ArrayList<>();

    PathTree(List<byte[]> paths) {
        for (byte[] path : paths) {
            byte[] tidy = tidy(path);
            if (isPattern(tidy)) {
                addPattern(tidy);
            } else {
                root.add(tidy, 0);
            }
        }
    }

    /** A piece of paths that all nodes below share. */
    private static final class Node {
        private byte[] label;
        private boolean ends;
        private List<Node> children = new ArrayList<>();

        Node(byte[] label) {
            this.label = label;
        }

        void add(byte[] path, int from) {
            if (from == path.length) {
                ends = true;
                return;
            }
            for (Node child : children) {
                int shared =
                        Arrays.mismatch(
                                child.label, 0, child.label.length, path, from, path.length);
                if (shared != 0) {
                    if (shared > 0 && shared < child.label.length) {
                        child.split(shared);
                    }
                    int taken = shared < 0 ? child.label.length : shared;
                    child.add(path, from + taken);
                    return;
                }
            }
            Node child = new Node(Arrays.copyOfRange(path, from, path.length));
            child.ends = true;
            children.add(child);
        }

        private void split(int at) {
            Node rest = new Node(Arrays.copyOfRange(label, at, label.length));
            rest.ends = ends;
            rest.children = children;
            label = Arrays.copyOf(label, at);
            ends = false;
            children = new ArrayList<>(List.of(rest));
        }
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        int end = offset + length;
        return inTree(bytes, afterSlashes(bytes, offset, end), end)
                || (!globs.isEmpty() && likePattern(bytes, offset, end));
    }

    private boolean inTree(byte[] bytes, int start, int end) {
        if (root.ends) {
            return true;
        }
        int at = start;
        Node node = root;
        while (at < end) {
            Node next = null;
            for (int i = 0; i < node.children.size(); i++) {
                Node child = node.children.get(i);
                if (child.label[0] == bytes[at]) {
                    next = child;
                    break;
                }
            }
            if (next == null) {
                return false;
            }
            for (byte b : next.label) {
                if (at >= end || bytes[at] != b) {
                    return false;
                }
                at = b == '/' ? afterSlashes(bytes, at, end) : at + 1;
            }
            if (next.ends && (at == end || bytes[at] == '/')) {
                return true;
            }
            node = next;
        }
        return false;
    }

    private static int afterSlashes(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == '/') {
            at++;
        }
        return at;
    }

    /** Without a slash at either end and without repeated ones. */
    private static byte[] tidy(byte[] path) {
        byte[] tidy = new byte[path.length];
        int size = 0;
        for (byte b : path) {
            if (b != '/' || (size > 0 && tidy[size - 1] != '/')) {
                tidy[size++] = b;
            }
        }
        if (size > 0 && tidy[size - 1] == '/') {
            size--;
        }
        return Arrays.copyOf(tidy, size);
    }

    private static boolean isPattern(byte[] path) {
        for (byte b : path) {
            if (b == '?' || b == '*' || b == '[') {
                return true;
            }
        }
        return false;
    }

    /** Keeps a pattern with one glob for each of its names. */
    private void addPattern(byte[] path) {
        patterns.add(path);
        int from = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                globs.add(new Glob(Arrays.copyOfRange(path, from, i), false));
                from = i + 1;
            }
        }
    }

    private boolean likePattern(byte[] bytes, int offset, int end) {
        int glob = 0;
        for (byte[] pattern : patterns) {
            int names = 1;
            for (byte b : pattern) {
                names += b == '/' ? 1 : 0;
            }
            if (startsLike(bytes, offset, end, glob, names)) {
                return true;
            }
            glob += names;
        }
        return false;
    }

    private boolean startsLike(byte[] bytes, int offset, int end, int firstGlob, int names) {
        int at = offset;
        for (int i = firstGlob; i < firstGlob + names; i++) {
            at = afterSlashes(bytes, at, end);
            int nameEnd = at;
            while (nameEnd < end && bytes[nameEnd] != '/') {
                nameEnd++;
            }
            if (nameEnd == at || !globs.get(i).test(bytes, at, nameEnd - at)) {
                return false;
            }
            at = nameEnd;
        }
        return true;
    }
}
