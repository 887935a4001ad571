"""Peer recommendations: asked, disclosed, voted on."""
