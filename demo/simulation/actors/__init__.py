"""What people do with their hands: they write, press buttons and fill in forms, each module one part of life."""
