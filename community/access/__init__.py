"""How topics are opened to members: by a role, or by a permission in the channel; and going over to the other."""
