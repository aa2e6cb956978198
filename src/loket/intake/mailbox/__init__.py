"""The reporter's mailbox: the door, and what is read and answered behind it."""
