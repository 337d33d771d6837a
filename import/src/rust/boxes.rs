//! Which fields need a `Box`, because a type contains itself.

use crate::api::{Api, ModelKind, Type};

/// The group of each model. Models of one group contain each other directly.
#[derive(Debug)]
pub(super) struct Boxes {
    group: Vec<usize>,
}

impl Boxes {
    /// Finds the groups by Tarjan's algorithm, without recursion: documents nest as they like.
    pub(super) fn of(api: &Api) -> Self {
        let edges: Vec<Vec<usize>> = api.models.iter().map(|model| direct(&model.kind)).collect();
        let count = edges.len();
        let unseen = usize::MAX;
        let (mut number, mut low) = (vec![unseen; count], vec![0; count]);
        let (mut group, mut on_stack) = (vec![unseen; count], vec![false; count]);
        let (mut stack, mut next) = (Vec::new(), 0);
        for start in 0..count {
            let mut calls = vec![(start, 0)];
            if number[start] != unseen {
                continue;
            }
            while let Some((node, edge)) = calls.pop() {
                if edge == 0 {
                    number[node] = next;
                    low[node] = next;
                    next += 1;
                    stack.push(node);
                    on_stack[node] = true;
                }
                if let Some(&to) = edges[node].get(edge) {
                    calls.push((node, edge + 1));
                    if number[to] == unseen {
                        calls.push((to, 0));
                    } else if on_stack[to] {
                        low[node] = low[node].min(number[to]);
                    }
                    continue;
                }
                if low[node] == number[node] {
                    while let Some(member) = stack.pop() {
                        on_stack[member] = false;
                        group[member] = node;
                        if member == node {
                            break;
                        }
                    }
                }
                if let Some((parent, _)) = calls.last() {
                    low[*parent] = low[*parent].min(low[node]);
                }
            }
        }
        Self { group }
    }

    /// Whether a field of this type needs a `Box` inside this model.
    pub(super) fn needs_box(&self, model: usize, ty: &Type) -> bool {
        match ty.model() {
            Some((to, false)) => self.group.get(model) == self.group.get(to),
            _ => false,
        }
    }
}

/// The models that a model contains without a list or a map in between.
fn direct(kind: &ModelKind) -> Vec<usize> {
    let direct = |ty: &Type| match ty.model() {
        Some((model, false)) => Some(model),
        _ => None,
    };
    match kind {
        ModelKind::Struct { fields, .. } => fields.iter().filter_map(|field| direct(&field.ty)).collect(),
        ModelKind::Union { variants, .. } => variants.iter().filter_map(|variant| direct(&variant.ty)).collect(),
        ModelKind::Texts(_) => Vec::new(),
    }
}
