/** What the heap of a running service holds, looked at from outside. Only the tests' own keys are searched for. */
package dev.clm.api.heap;
