// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import org.jspecify.annotations.Nullable;

/** A version of what rule files are written for, as they require it. */
record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {
    /** What the language here is up to. */
    static final EngineVersion OURS = new EngineVersion(0, 63, 0);

    /** The version of a text such as {@code 0.57.0}, or {@code 57} as older files have it. */
    static @Nullable EngineVersion of(String text) {
        String[] parts = text.strip().split("\\.", -1);
        int[] numbers = new int[3];
        if (parts.length != 1 && parts.length != 3) {
            return null;
        }
        for (int i = 0; i < parts.length; i++) {
            String digits = i == 2 ? leadingDigits(parts[i]) : parts[i];
            if (digits.isEmpty()
                    || digits.length() > 9
                    || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            numbers[parts.length == 1 ? 1 : i] = Integer.parseInt(digits);
        }
        return new EngineVersion(numbers[0], numbers[1], numbers[2]);
    }

    private static String leadingDigits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return text.substring(0, end);
    }

    /** Whether what is written for another version is understood. */
    boolean understands(EngineVersion other) {
        return major == other.major && compareTo(other) >= 0;
    }

    @Override
    public int compareTo(EngineVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0
                ? byMajor
                : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
