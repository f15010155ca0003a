/** What clients send, read strictly and refused by field. Nothing leaves that a column could not hold. */
package dev.clm.core.input;
