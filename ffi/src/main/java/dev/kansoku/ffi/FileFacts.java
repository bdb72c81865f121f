// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

/**
 * What statx(2) says of a file.
 *
 * @param mode type and permissions
 * @param ctime last change, nanoseconds since the epoch
 * @param mtime last change of its contents, nanoseconds since the epoch
 * @param device the file system's, as minor | major << 8
 * @param ownDevice of a device file: its own, in the same form
 */
public record FileFacts(
        int mode,
        long inode,
        int links,
        long uid,
        long gid,
        long ctime,
        long mtime,
        long device,
        long ownDevice) {
    private static final int TYPE = 0170000;

    public boolean isDirectory() {
        return (mode & TYPE) == 0040000;
    }

    public boolean isSocket() {
        return (mode & TYPE) == 0140000;
    }

    public boolean isRegular() {
        return (mode & TYPE) == 0100000;
    }
}
