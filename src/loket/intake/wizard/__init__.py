"""Raising a matter: the pages on which somebody writes, goes back, saves and sends."""
