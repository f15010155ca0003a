/** Settings from the environment and the beans made of them. Passwords stay inside Password and go only to a connection being opened. */
package dev.clm.api.config;
