"""What moderators decide: declared once by each feature, changed in one place, every change kept."""
