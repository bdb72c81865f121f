// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

/**
 * A control group as the kernel programs know it.
 *
 * @param id its number in its hierarchy, which is its folder's inode
 * @param firstVersion whether that is the hierarchy of version 1 that is looked at
 */
record CgroupKey(long id, boolean firstVersion) {}
