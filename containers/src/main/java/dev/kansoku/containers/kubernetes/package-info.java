// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the Kubernetes API about the pods of this node and tells of them in the stream of events.
 *
 * <p>{@link dev.kansoku.containers.kubernetes.KubernetesWatch} keeps one watch for the node's pods
 * and one for services; what made a pod is asked for by name when a pod first refers to it. All of
 * it runs beside the events: while the API does not answer, they go on without its names.
 */
@NullMarked
package dev.kansoku.containers.kubernetes;

import org.jspecify.annotations.NullMarked;
