// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

/** Whether rules can be used in spite of a problem. */
public enum Severity {
    /** They can not. */
    ERROR,
    /** They can, and may do something else than their author thinks. */
    WARNING
}
