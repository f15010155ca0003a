/** What clients send, read field by field and refused by name, and JSON as it is stored. No feature of ours is known here. */
package dev.clm.common.field;
