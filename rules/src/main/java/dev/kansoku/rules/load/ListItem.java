// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.List;

/**
 * A list as it stands once all files are read.
 *
 * @param index which of all definitions the first of its name was
 * @param visibility which of all definitions the last that changed it was: it sees lists that were
 *     begun before
 */
record ListItem(Context context, String name, List<Scalar> items, int index, int visibility) {}
